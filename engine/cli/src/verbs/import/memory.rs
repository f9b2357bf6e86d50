//! Amounts of memory, as people write them.

/// Bytes of `512MiB`, `2GiB`, `1.5 GB` or `4096`.
///
/// # Errors
/// What is no amount: a sentence.
pub(super) fn bytes(text: &str) -> Result<usize, String> {
    let refused = || format!("{text:?} is no amount of memory; write a number with MiB, GiB, MB or GB");
    let (number, unit) =
        text.trim().split_at(text.trim().find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.trim().len()));
    let scale = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kib" | "k" => 1_024.0,
        "mib" | "m" => 1_048_576.0,
        "gib" | "g" => 1_073_741_824.0,
        "tib" | "t" => 1_099_511_627_776.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "tb" => 1e12,
        _ => return Err(refused()),
    };
    let number: f64 = number.trim().parse().map_err(|_| refused())?;
    let bytes = (number * scale).floor();
    if !(0.0..1e18).contains(&bytes) {
        return Err(refused());
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, not negative, below 2^63")]
    let bytes = bytes as u64;
    usize::try_from(bytes).map_err(|_| format!("{text} is more memory than this machine can name"))
}

/// A number of bytes for people.
pub(super) fn readable(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "for reading")]
    let size = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", size / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", size / 1e6),
        _ => format!("{:.2} GB", size / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_units() {
        for (text, expected) in
            [("1GiB", 1 << 30), ("512 MiB", 512 << 20), ("1.5gb", 1_500_000_000), ("4096", 4_096), ("64k", 65_536)]
        {
            assert_eq!(bytes(text), Ok(expected), "{text}");
        }
        for text in ["", "GiB", "-1MiB", "1 XB", "much", "1e30", "NaN"] {
            assert!(bytes(text).is_err(), "{text}");
        }
        assert_eq!([999, 1_500, 2_340_000, 5_000_000_000].map(readable), ["999 bytes", "1.5 kB", "2.3 MB", "5.00 GB"]);
    }
}
