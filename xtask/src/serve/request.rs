//! Reading the first line of an HTTP request, and whether the answer may be compressed; a static server needs no more.

use std::io::{BufRead, BufReader, Read};

/// Longest request line or header taken, in bytes.
const LONGEST_LINE: u64 = 8192;
/// Most headers read before answering.
const MOST_HEADERS: usize = 100;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// A file's contents.
    Get(Target),
    /// The same without the body.
    Head(Target),
    /// Another method.
    OtherMethod,
    /// Not HTTP, or a path that is not text.
    Malformed,
}

/// What is asked for, and how it may be sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Target {
    /// Decoded, beginning with `/`.
    pub(crate) path: String,
    /// As it was sent, with its `?`.
    pub(crate) query: String,
    /// Whether the body may be compressed with gzip.
    pub(crate) gzip: bool,
}

/// Reads a request and its headers.
pub(crate) fn read(stream: impl Read) -> Request {
    let mut reader = BufReader::new(stream);
    let Some(first) = line(&mut reader) else {
        return Request::Malformed;
    };
    // Read to the end of the headers: closing with unread data makes the system drop the answer.
    let mut gzip = false;
    for _ in 0..MOST_HEADERS {
        match line(&mut reader) {
            Some(header) if !header.is_empty() => gzip |= takes_gzip(&header),
            _ => break,
        }
    }
    parse(&first, gzip)
}

/// Whether the header allows gzip. Weights are for servers that have a choice.
fn takes_gzip(header: &str) -> bool {
    let header = header.to_ascii_lowercase();
    header.strip_prefix("accept-encoding:").is_some_and(|names| names.split(',').any(|name| name.trim() == "gzip"))
}

fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    reader.take(LONGEST_LINE).read_until(b'\n', &mut bytes).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    Some(text.strip_suffix('\n')?.trim_end_matches('\r').to_owned())
}

fn parse(line: &str, gzip: bool) -> Request {
    let mut words = line.split(' ');
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Request::Malformed;
    };
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
        return Request::Malformed;
    }
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    let Some(path) = decode(path) else {
        return Request::Malformed;
    };
    let target = Target { path, query: query.to_owned(), gzip };
    match method {
        "GET" => Request::Get(target),
        "HEAD" => Request::Head(target),
        _ => Request::OtherMethod,
    }
}

/// Replaces `%41` by `A`; nothing if an escape is broken or the result is not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            let digits = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(path: &str, query: &str) -> Request {
        Request::Get(Target { path: path.to_owned(), query: query.to_owned(), gzip: false })
    }

    fn parse(line: &str) -> Request {
        super::parse(line, false)
    }

    #[test]
    fn paths_are_decoded_and_queries_kept_apart() {
        assert_eq!(parse("GET / HTTP/1.1"), get("/", ""));
        assert_eq!(parse("GET /a%20b/%C3%A9.json?lang=fr&x=%2F HTTP/1.1"), get("/a b/é.json", "?lang=fr&x=%2F"));
        assert_eq!(parse("HEAD /x HTTP/1.0"), Request::Head(Target { path: "/x".into(), ..Target::default() }));
        assert_eq!(parse("POST /x HTTP/1.1"), Request::OtherMethod);
    }

    #[test]
    fn compression_is_used_where_it_is_asked_for() {
        let gzip = |headers: &str| match read(format!("GET / HTTP/1.1\r\n{headers}\r\n").as_bytes()) {
            Request::Get(target) => target.gzip,
            other => panic!("{other:?}"),
        };
        assert!(gzip("Host: x\r\naccept-encoding: br, GZIP, zstd\r\nAccept: *\r\n"));
        assert!(!gzip("Accept-Encoding: br\r\n") && !gzip("Accept: gzip\r\n") && !gzip(""));
    }

    #[test]
    fn what_is_not_http_is_malformed() {
        for line in [
            "",
            "GET",
            "GET /",
            "GET x HTTP/1.1",
            "GET /%4 HTTP/1.1",
            "GET /%+1 HTTP/1.1",
            "GET /%FF HTTP/1.1",
            "GET / b HTTP/1.1",
            "GET / SMTP",
        ] {
            assert_eq!(parse(line), Request::Malformed, "{line}");
        }
        assert_eq!(read(&[0xFF, b'\n'][..]), Request::Malformed);
        assert_eq!(read(&b"GET / HTTP/1.1"[..]), Request::Malformed, "the line does not end");
    }
}
