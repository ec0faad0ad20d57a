//! Two processes whose clocks differ roll over without one refusal.

use actix_paseto::Paseto;

use super::shelf::Shelf;
use super::support::{HandClock, NOON, app, bearer, call, get};
use super::talk::{keys, me, new_key, program_at, sealing, token};

const LINES: &str = "
leeway = '60s'
access_ttl = '60s'
refresh_ttl = '60s'
custom_ttl = '60s'
keys.refresh = '10s'
keys.timeout = '1s'
keys.pending = '60s'
keys.max_stale = '60s'
";

const APART: u64 = 30_000;
const STEP: u64 = 5_000;

/// The one whose clock is ahead or behind rotates; each shows its tokens to both until they end.
async fn roll_over(is_ahead: bool) {
    let (late, early) = (HandClock::new(), HandClock::new());
    early.set(NOON + APART);
    let shelf = Shelf::with(&new_key().0);
    let one = program_at(&shelf, LINES, late.clock()).await;
    let two = program_at(&shelf, LINES, early.clock()).await;
    let apps = (app!(one, me), app!(two, me));
    let rotating: &Paseto = if is_ahead { &two } else { &one };
    let rotation = rotating.rotate().await.unwrap();
    let mut shown: Vec<(u64, String)> = Vec::new();
    for now in (0..400_000).step_by(usize::try_from(STEP).unwrap()) {
        // One reads in time, the other a little later.
        if now % 10_000 == 0 {
            one.refresh_keys().await.unwrap();
        } else {
            two.refresh_keys().await.unwrap();
        }
        shown.extend([(now, token(&one)), (now, token(&two))]);
        shown.retain(|(made, _)| now - made < 60_000);
        for (made, token) in &shown {
            let to = || get("/me").insert_header(bearer(token));
            let seen = (call(&apps.0, to()).await.status, call(&apps.1, to()).await.status);
            assert_eq!(seen, (200, 200), "made at {made}, shown at {now}");
        }
        late.forward(STEP);
        early.forward(STEP);
    }
    for paseto in [&one, &two] {
        paseto.refresh_keys().await.unwrap();
        assert_eq!(keys(paseto).iter().map(|key| &key.id).collect::<Vec<_>>(), [&rotation.id]);
    }
}

#[actix_web::test]
async fn who_is_ahead_rotates() {
    roll_over(true).await;
}

#[actix_web::test]
async fn who_is_behind_rotates() {
    roll_over(false).await;
}

#[actix_web::test]
async fn a_clock_that_runs_far_ahead_stops_nobody_for_good() {
    let (clock, wrong) = (HandClock::new(), HandClock::new());
    wrong.set(NOON + 400 * 24 * 3_600_000);
    let shelf = Shelf::with(&new_key().0);
    let lines = format!("{LINES}\nkeys.keep = '9d'\nkeys.refresh = 'never'");
    let lines = lines.replacen("keys.refresh = '10s'", "", 1);
    let paseto = program_at(&shelf, &lines, clock.clock()).await;
    let broken = program_at(&shelf, &lines, wrong.clock()).await;
    let first = sealing(&paseto);
    broken.rotate().await.unwrap();
    wrong.forward(120_000);
    broken.rotate().await.unwrap();
    paseto.refresh_keys().await.unwrap();
    assert_eq!(sealing(&paseto), first);
    let restarted = program_at(&shelf, &lines, clock.clock()).await;
    assert_eq!(sealing(&restarted), first);
    let rotation = paseto.rotate().await.unwrap();
    clock.forward(120_000);
    assert_eq!(sealing(&paseto), rotation.id);
}
