//! From the line and column of a JSON error to the path of the value, such as `items[3].model.b`.

use std::fmt::Write as _;

enum Frame {
    Object { key: String, reading_key: bool },
    Array { index: usize },
}

/// The path of the value at (or just before) this line and column, both from 1 and columns in bytes, as
/// `serde_json` reports them; empty at the top of the document.
#[must_use]
pub fn json_place(text: &[u8], line: usize, column: usize) -> String {
    let end = offset(text, line, column);
    let mut frames: Vec<Frame> = Vec::new();
    let mut position = 0;
    while position < end {
        match text[position] {
            b'{' => frames.push(Frame::Object { key: String::new(), reading_key: true }),
            b'[' => frames.push(Frame::Array { index: 0 }),
            b'}' | b']' => {
                frames.pop();
            }
            b':' => {
                if let Some(Frame::Object { reading_key, .. }) = frames.last_mut() {
                    *reading_key = false;
                }
            }
            // The reader may stop one byte past the value at fault: its comma does not move the place on.
            b',' if position + 1 < end => match frames.last_mut() {
                Some(Frame::Object { reading_key, .. }) => *reading_key = true,
                Some(Frame::Array { index }) => *index += 1,
                None => {}
            },
            b'"' => {
                let close = end_of_string(text, position, end);
                if let Some(Frame::Object { key, reading_key: true }) = frames.last_mut() {
                    *key = String::from_utf8_lossy(&text[position + 1..close]).into_owned();
                }
                position = close;
            }
            _ => {}
        }
        position += 1;
    }
    path(&frames)
}

fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    start.saturating_add(column).min(text.len())
}

/// Index of the closing quote of the string that opens at `open`, or `end` where it does not close before.
fn end_of_string(text: &[u8], open: usize, end: usize) -> usize {
    let mut position = open + 1;
    while position < end {
        match text[position] {
            b'"' => return position,
            b'\\' => position += 2,
            _ => position += 1,
        }
    }
    end
}

fn path(frames: &[Frame]) -> String {
    let mut path = String::new();
    for frame in frames {
        match frame {
            Frame::Object { key, .. } if key.is_empty() => {}
            Frame::Object { key, .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Frame::Array { index } => {
                // Writing to a String cannot fail.
                let _ = write!(path, "[{index}]");
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_of(text: &str, mark: &str) -> String {
        let offset = text.find(mark).expect("mark in text") + mark.len();
        let before = &text[..offset];
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
        json_place(text.as_bytes(), line, column)
    }

    #[test]
    fn paths_of_nested_values() {
        let text =
            "{\n \"id\": \"a,{[\\\"x\",\n \"items\": [{\"id\": 1}, {\"model\": {\"b\": [0, true]}}],\n \"z\": 2}";
        assert_eq!(place_of(text, "\"a,{["), "id");
        assert_eq!(place_of(text, "true"), "items[1].model.b[1]");
        assert_eq!(place_of(text, "{\"id\": 1"), "items[0].id");
        assert_eq!(place_of(text, "true]}"), "items[1].model");
        assert_eq!(place_of(text, "2}"), "");
    }

    #[test]
    fn any_position_in_any_bytes_gives_some_path() {
        for text in [&b"}}]]\"\\"[..], b"", b"{\"\\", b"\xff{\"\xfe\":["] {
            for column in 0..10 {
                let _ = json_place(text, 1, column);
                let _ = json_place(text, usize::MAX, column);
            }
        }
        assert_eq!(json_place(b"\xff{\"k\":[", 1, 7), "k[0]");
    }
}
