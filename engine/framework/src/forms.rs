//! What dates, countries and addresses may look like.

/// The officially assigned codes of two letters of ISO 3166-1 (2020).
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET \
    FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ \
    IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML \
    MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS \
    PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL \
    TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Whether this is a code of two letters of ISO 3166-1.
pub(crate) fn is_country(code: &str) -> bool {
    code.len() == 2 && COUNTRIES.split_ascii_whitespace().any(|known| known == code)
}

/// Whether this is a day of the calendar, `YYYY-MM-DD`.
pub(crate) fn is_date(text: &str) -> bool {
    let [year, month, day] = match text.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] if (year.len(), month.len(), day.len()) == (4, 2, 2) => [year, month, day].map(digits),
        _ => return false,
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Whether this is a moment as RFC 3339 writes it: `2026-11-22T09:30:00Z`, with a fraction or an offset if need be.
pub(crate) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    let Some(offset_at) = time.find(['Z', '+', '-']) else {
        return false;
    };
    let (clock, offset) = time.split_at(offset_at);
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, fraction)| (clock, Some(fraction)));
    is_date(date)
        && is_clock(clock, &[23, 59, 59])
        && fraction.is_none_or(|fraction| !fraction.is_empty() && digits(fraction).is_some())
        && (offset == "Z" || is_clock(&offset[1..], &[23, 59]))
}

/// Whether this is an address of the web that a browser can open.
pub(crate) fn is_web_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric()) && !has_space(text))
}

/// Whether this has the form of an address of electronic mail.
pub(crate) fn is_mail_address(text: &str) -> bool {
    let parts: Vec<_> = text.split('@').collect();
    matches!(parts[..], [name, host] if !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.'))
        && !has_space(text)
}

fn has_space(text: &str) -> bool {
    text.contains(|character: char| character.is_whitespace() || character.is_control())
}

/// Numbers of two digits between colons, none above its limit.
fn is_clock(text: &str, limits: &[u32]) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    parts.len() == limits.len()
        && parts.iter().zip(limits).all(|(part, limit)| part.len() == 2 && digits(part).is_some_and(|n| n <= *limit))
}

fn digits(text: &str) -> Option<u32> {
    let only_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Nine digits fit; of a longer fraction it only matters that there is one.
    only_digits.then(|| text[..text.len().min(9)].parse().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for date in ["2026-11-22", "2024-02-29", "2000-02-29"] {
            assert!(is_date(date), "{date}");
        }
        for date in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "22.11.2026",
            "2026-11-31",
            "2026-11-0x",
            "",
        ] {
            assert!(!is_date(date), "{date}");
        }
    }

    #[test]
    fn moments_are_those_of_rfc_3339() {
        for moment in ["2026-11-22T00:00:00Z", "2026-11-22T23:59:59.123456789012Z", "2026-11-22T10:00:00+01:00"] {
            assert!(is_date_time(moment), "{moment}");
        }
        for moment in [
            "2026-11-22",
            "2026-11-22T24:00:00Z",
            "2026-11-22T10:00:00",
            "2026-11-22T10:00Z",
            "2026-11-22T10:00:00.Z",
            "2026-11-22T10:00:00+1:00",
        ] {
            assert!(!is_date_time(moment), "{moment}");
        }
    }

    #[test]
    fn countries_are_assigned_codes() {
        assert_eq!(COUNTRIES.split_ascii_whitespace().count(), 249);
        for country in ["FR", "DE", "AT", "ES", "IT", "FI", "UA"] {
            assert!(is_country(country), "{country}");
        }
        for country in ["fr", "EU", "UK", "F", "FRA", "", "R A"] {
            assert!(!is_country(country), "{country}");
        }
    }

    #[test]
    fn addresses() {
        assert!(is_web_address("https://example.org/a?b=c"));
        assert!(!is_web_address("javascript:alert(1)"));
        assert!(!is_web_address("https://"));
        assert!(!is_web_address("https://exa mple.org"));
        assert!(is_mail_address("office@example.org"));
        for mail in ["office", "@example.org", "office@example", "office@.org", "a@b@c.org", "of fice@example.org"] {
            assert!(!is_mail_address(mail), "{mail}");
        }
    }
}
