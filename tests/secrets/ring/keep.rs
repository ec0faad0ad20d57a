//! How long an old key is accepted.

use std::time::Duration;

use super::shelf::Shelf;
use super::support::HandClock;
use super::talk::{SLOW, new_key, program_at, start};

#[actix_web::test]
async fn a_service_says_how_long_its_old_keys_are_kept() {
    for (line, most) in [
        ("", Some(600)),
        ("keys.keep = '10m'", Some(600)),
        ("keys.keep = '3h'", Some(10_800)),
        ("keys.keep = 'never'", None),
    ] {
        let clock = HandClock::new();
        let shelf = Shelf::with(&new_key().0);
        let paseto = program_at(&shelf, &format!("{SLOW}\n{line}"), clock.clock()).await;
        let rotation = paseto.rotate().await.unwrap();
        // And `max_stale`, in which others may still make tokens.
        let until = most
            .map(|most| rotation.from.checked_add(Duration::from_secs(most + 4 * 3_600)).unwrap());
        assert_eq!(rotation.until, until, "{line}");
    }
}

#[actix_web::test]
async fn keys_are_kept_at_least_as_long_as_their_tokens_live() {
    let shelf = Shelf::with(&new_key().0);
    for line in
        ["keys.keep = '29d'", "access_ttl = 'never'\nrequire_expiry = false\nkeys.keep = '1d'"]
    {
        let refused = start(&shelf, line).await.unwrap_err().to_string();
        assert!(refused.contains("keys.keep (in ") && refused.contains("shorter"), "{refused}");
    }
    start(&shelf, "keys.keep = '30d'").await.unwrap();
}
