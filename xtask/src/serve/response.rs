//! Finding the file that was asked for and sending it with its type.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::WasmType;
use super::request::{Request, Target};

/// An answer, ready to be sent.
#[derive(Debug)]
pub(crate) struct Response {
    status: &'static str,
    content_type: &'static str,
    location: Option<String>,
    body: Vec<u8>,
    with_body: bool,
    gzip: bool,
}

/// The answer to a request for a file below `root`.
pub(crate) fn to(request: &Request, root: &Path, wasm: WasmType) -> Response {
    match request {
        Request::Get(target) => file(target, root, wasm).compressed(target.gzip),
        Request::Head(target) => Response { with_body: false, ..file(target, root, wasm).compressed(target.gzip) },
        Request::OtherMethod => message("405 Method Not Allowed"),
        Request::Malformed => message("400 Bad Request"),
    }
}

impl Response {
    /// The answer with its body smaller, if it may be and that helps: pictures and sounds are compressed already.
    fn compressed(mut self, allowed: bool) -> Self {
        let plain = ["text/", "application/json", "application/manifest", "application/wasm", "image/svg"];
        if allowed && plain.iter().any(|start| self.content_type.starts_with(start)) {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            // Writing to memory cannot fail; if it did, the body would go as it is.
            if let Ok(body) = encoder.write_all(&self.body).and_then(|()| encoder.finish()) {
                (self.body, self.gzip) = (body, true);
            }
        }
        self
    }

    /// Writes the answer and says that the connection ends with it.
    pub(crate) fn send(&self, mut stream: impl Write) -> io::Result<()> {
        let encoding = if self.gzip { "Content-Encoding: gzip\r\n" } else { "" };
        let location = self.location.as_ref().map_or_else(String::new, |to| format!("Location: {to}\r\n"));
        write!(
            stream,
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{encoding}{location}\
             Vary: Accept-Encoding\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
            self.status,
            self.content_type,
            self.body.len(),
        )?;
        if self.with_body {
            stream.write_all(&self.body)?;
        }
        stream.flush()
    }
}

fn file(target: &Target, root: &Path, wasm: WasmType) -> Response {
    let Some(path) = inside(&target.path, root) else {
        return message("404 Not Found");
    };
    if path.is_dir() && !target.path.ends_with('/') {
        // Relative links of the page would otherwise point one folder too high.
        return Response {
            location: Some(format!("{}/{}", encode(&target.path), target.query)),
            ..message("301 Moved Permanently")
        };
    }
    let path = if path.is_dir() { path.join("index.html") } else { path };
    match fs::read(&path) {
        Ok(body) => Response {
            status: "200 OK",
            content_type: content_type(&path, wasm),
            location: None,
            body,
            with_body: true,
            gzip: false,
        },
        Err(_) => message("404 Not Found"),
    }
}

/// The path of an existing file or folder below `root`, links followed; nothing if it is missing or lies elsewhere.
fn inside(path: &str, root: &Path) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    if path.contains('\\') || !relative.components().all(|component| matches!(component, Component::Normal(_))) {
        return None;
    }
    let root = root.canonicalize().ok()?;
    let found = root.join(relative).canonicalize().ok()?;
    found.starts_with(&root).then_some(found)
}

/// The path for a header: everything but plain ASCII escaped, so that no path can end the header.
fn encode(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    // One leading slash: two would name another host.
    let path = format!("/{}", path.trim_start_matches('/'));
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn message(status: &'static str) -> Response {
    let body = format!("{status}\n").into_bytes();
    Response { status, content_type: "text/plain; charset=utf-8", location: None, body, with_body: true, gzip: false }
}

/// The media type of every kind of file a bank or a page may hold.
fn content_type(path: &Path, wasm: WasmType) -> &'static str {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "txt" | "md" | "jsx" | "vue" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "wasm" if wasm == WasmType::Wasm => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// A folder with a page, a module and a file outside it.
    struct Site(PathBuf);

    impl Site {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("thetis-{name}-{}", std::process::id()));
            fs::create_dir_all(folder.join("site/sub folder")).unwrap();
            fs::write(folder.join("secret.txt"), "secret").unwrap();
            fs::write(folder.join("site/index.html"), "page").unwrap();
            fs::write(folder.join("site/engine.wasm"), "module").unwrap();
            fs::write(folder.join("site/sub folder/index.html"), "sub").unwrap();
            Self(folder)
        }

        fn get(&self, path: &str, wasm: WasmType) -> Response {
            let target = Target { path: path.to_owned(), query: "?q".to_owned(), gzip: false };
            to(&Request::Get(target), &self.0.join("site"), wasm)
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            // Nothing depends on it; a folder left in the temporary folder is no failure.
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn files_have_their_types() {
        let site = Site::new("types");
        let page = site.get("/", WasmType::Wasm);
        assert_eq!(
            (page.status, page.content_type, page.body.as_slice()),
            ("200 OK", "text/html; charset=utf-8", &b"page"[..])
        );
        assert_eq!(site.get("/engine.wasm", WasmType::Wasm).content_type, "application/wasm");
        assert_eq!(site.get("/engine.wasm", WasmType::OctetStream).content_type, "application/octet-stream");
        let types = ["a.js", "a.MJS", "a.json", "a.unknown"].map(|name| content_type(Path::new(name), WasmType::Wasm));
        let script = "text/javascript; charset=utf-8";
        assert_eq!(types, [script, script, "application/json; charset=utf-8", "application/octet-stream"]);
    }

    #[test]
    fn a_folder_without_its_slash_is_redirected() {
        let site = Site::new("redirect");
        let answer = site.get("//sub folder", WasmType::Wasm);
        assert_eq!((answer.status, answer.location.as_deref()), ("301 Moved Permanently", Some("/sub%20folder/?q")));
        assert_eq!(site.get("/sub folder/", WasmType::Wasm).body, b"sub");
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let site = Site::new("outside");
        #[cfg(unix)]
        std::os::unix::fs::symlink(site.0.join("secret.txt"), site.0.join("site/link.txt")).unwrap();
        let secret = site.0.join("secret.txt");
        for path in [
            "/../secret.txt",
            "/sub folder/../../secret.txt",
            "/..\\secret.txt",
            "/link.txt",
            "/missing",
            "/\0",
            secret.to_str().unwrap(),
        ] {
            assert_eq!(site.get(path, WasmType::Wasm).status, "404 Not Found", "{path}");
        }
    }

    #[test]
    fn head_sends_the_length_and_no_body() {
        let site = Site::new("head");
        let target = Target { path: "/engine.wasm".to_owned(), ..Target::default() };
        let mut sent = Vec::new();
        to(&Request::Head(target), &site.0.join("site"), WasmType::Wasm).send(&mut sent).unwrap();
        let sent = String::from_utf8(sent).unwrap();
        assert!(sent.contains("Content-Length: 6\r\n") && sent.ends_with("\r\n\r\n"), "{sent}");
    }

    #[test]
    fn text_is_compressed_for_whoever_can_read_it() {
        let site = Site::new("gzip");
        let sent = |path: &str, gzip| {
            let target = Target { path: path.to_owned(), gzip, ..Target::default() };
            let mut sent = Vec::new();
            to(&Request::Get(target), &site.0.join("site"), WasmType::Wasm).send(&mut sent).unwrap();
            let body = sent.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
            (String::from_utf8_lossy(&sent[..body]).contains("Content-Encoding: gzip"), sent[body..].to_vec())
        };
        assert_eq!(sent("/", false), (false, b"page".to_vec()));
        let (labelled, body) = sent("/", true);
        let mut text = String::new();
        flate2::read::GzDecoder::new(&body[..]).read_to_string(&mut text).unwrap();
        assert!(labelled && text == "page");
        fs::write(site.0.join("site/picture.png"), "png").unwrap();
        assert_eq!(sent("/picture.png", true), (false, b"png".to_vec()));
    }

    #[test]
    fn other_methods_and_nonsense_are_refused() {
        assert_eq!(to(&Request::OtherMethod, Path::new("/"), WasmType::Wasm).status, "405 Method Not Allowed");
        assert_eq!(to(&Request::Malformed, Path::new("/"), WasmType::Wasm).status, "400 Bad Request");
    }
}
