//! The text of an instant, digit by digit: every token made holds three of them.

use ::time::OffsetDateTime;

use super::Timestamp;

impl Timestamp {
    /// RFC 3339 in UTC with whole seconds and the offset spelled `+00:00`, as fastapi-paseto writes
    /// it.
    pub(crate) fn written(self) -> [u8; 25] {
        let at = OffsetDateTime::from_unix_timestamp(self.secs);
        let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let (year, month, day) = at.to_calendar_date();
        let [y, e, a, r] = digits(u32::try_from(year).unwrap_or_default());
        let [o, n] = digits(u8::from(month).into());
        let [d, t] = digits(day.into());
        let (hour, minute, second) = at.to_hms();
        let [[h, i], [m, j], [s, k]] = [hour, minute, second].map(|part| digits(part.into()));
        [
            y, e, a, r, b'-', o, n, b'-', d, t, b'T', h, i, b':', m, j, b':', s, k, b'+', b'0',
            b'0', b':', b'0', b'0',
        ]
    }

    /// The same with microseconds.
    pub(crate) fn written_with_micros(self) -> [u8; 32] {
        let mut text = [b'.'; 32];
        let whole = self.written();
        if let (Some((seconds, offset)), Some((head, rest))) =
            (whole.split_first_chunk::<19>(), text.split_first_chunk_mut::<19>())
        {
            *head = *seconds;
            if let Some(([_, micros @ ..], end)) = rest.split_first_chunk_mut::<7>() {
                *micros = digits(self.nanosecond() / 1000);
                end.copy_from_slice(offset);
            }
        }
        text
    }
}

/// The last `N` decimal digits.
fn digits<const N: usize>(mut number: u32) -> [u8; N] {
    let mut text = [b'0'; N];
    for digit in text.iter_mut().rev() {
        *digit += (number % 10) as u8;
        number /= 10;
    }
    text
}
