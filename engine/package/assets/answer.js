// Everything is in this file: what the player would fetch from beside the page is answered from the list of files. Nothing else is asked of anyone.
(() => {
  const files = JSON.parse(document.getElementById("thetis-files").textContent);
  const beside = new URL(".", document.baseURI).href;
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  window.fetch = async (request) => {
    const [address] = String(request.url ?? request).split(/[?#]/);
    const [type, text, encoded] = (address.startsWith(beside) && files[decodeURI(address.slice(beside.length))]) || [];
    if (!type) throw new TypeError(`${address} is not in this file`);
    return new Response(encoded ? bytesOf(text) : text, { headers: { "content-type": type } });
  };
})();
