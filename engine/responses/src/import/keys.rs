//! Keys of records that are sorted: by person, then by place, in the order of bytes.

/// A person's id such that none is the beginning of another's key: a zero byte within is followed by 255, the end is
/// zero and one.
pub(crate) fn person_key(person: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(person.len() + 2 + PLACE);
    for byte in person.bytes() {
        key.push(byte);
        if byte == 0 {
            key.push(u8::MAX);
        }
    }
    key.extend([0, 1]);
    key
}

/// The id of such a key.
pub(crate) fn person_of_key(key: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(key.len());
    let mut rest = key[..key.len().saturating_sub(2)].iter();
    while let Some(byte) = rest.next() {
        bytes.push(*byte);
        if *byte == 0 {
            rest.next();
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Bytes of a place.
const PLACE: usize = 12;

/// File and place in it: offset or row.
pub(crate) fn key_of_place(file: usize, at: u64) -> [u8; PLACE] {
    let mut key = [0; PLACE];
    key[..4].copy_from_slice(&u32::try_from(file).unwrap_or(u32::MAX).to_be_bytes());
    key[4..].copy_from_slice(&at.to_be_bytes());
    key
}

/// The person's part of a key that ends with a place, and the place.
pub(crate) fn place_of_key(key: &[u8]) -> (&[u8], Option<(usize, u64)>) {
    let Some((person, place)) = key.split_last_chunk::<PLACE>() else { return (key, None) };
    let (file, at) = place.split_at(4);
    let file = file.try_into().ok().map(u32::from_be_bytes).and_then(|file| usize::try_from(file).ok());
    (person, file.zip(at.try_into().ok().map(u64::from_be_bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_persons_and_places() {
        let ids = ["", "\0", "\0\0", "\0a", "a", "a\0", "a\u{1}", "aa", "b", "ö"];
        let mut keys = Vec::new();
        for id in ids {
            for (file, at) in [(0, 0), (0, 300), (1, 2)] {
                let mut key = person_key(id);
                key.extend(key_of_place(file, at));
                let (person, place) = place_of_key(&key);
                assert_eq!((person_of_key(person).as_str(), place), (id, Some((file, at))));
                keys.push(key);
            }
        }
        assert!(keys.is_sorted());
    }
}
