// A page that another one shows or has opened, or that was launched with a query, may belong to a learning platform: the test looks for it, with
// a module that nobody else has to load.
if (window.parent !== window || window.opener || location.search) {
  element.setAttribute("lms", "");
  hint("modulepreload", "thetis/lms.js");
}
