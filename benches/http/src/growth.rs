//! What one request costs as something grows.

use std::rc::Rc;

use actix_paseto::codec::{LocalKey, SigningKey};
use actix_paseto::kind::Purpose;
use actix_paseto::prelude::*;
use actix_web::{App, test, web};
use serde_json::{Map, Value};

use crate::bench::{Bench, Group, call, request, requests};
use crate::cases::{Case, bearer};
use crate::sample::{SUBJECT, Sample, figment, user};

pub const SIZE: &str = "growth-size";
pub const KEYS: &str = "growth-keys";
pub const CLAIMS: &str = "growth-claims";
pub const HANDLERS: &str = "growth-handlers";
pub const TOKENS: &str = "growth-tokens";

/// 0 where each request shall open its token.
const REMEMBERED: &str = "cache.capacity";

/// For a million tokens.
const ENOUGH: u64 = 1 << 30;

const PURPOSES: [Purpose; 2] = [Purpose::Local, Purpose::Public];

pub async fn group(name: &str) -> Group {
    let (name, benches) = match name {
        SIZE => (SIZE, custom(&[0, 250, 700, 1_500, 2_800, 5_500], padding).await),
        CLAIMS => (CLAIMS, custom(&[1, 4, 16, 32, 48], members).await),
        KEYS => (KEYS, keys().await),
        HANDLERS => (HANDLERS, handlers().await),
        TOKENS => (TOKENS, tokens().await),
        name => panic!("no group {name}"),
    };
    Group { name, benches, ratios: Vec::new() }
}

async fn open() -> &'static str {
    "ok"
}

#[paseto_required]
async fn guarded() -> &'static str {
    "ok"
}

/// `/open` and `/guarded`, the latter asked with these tokens, as two benches at one point.
async fn pair(paseto: &Paseto, series: &str, at: u64, tokens: &[String]) -> [Bench; 2] {
    let app = App::new()
        .configure(paseto.install())
        .route("/open", web::get().to(open))
        .route("/guarded", web::get().to(guarded));
    let app = Rc::new(test::init_service(app).await);
    let base = format!("{series} {at}, no guard");
    let tokens = bearer(tokens);
    let case = |name: String, route| Case {
        name,
        route,
        tokens: Rc::clone(&tokens),
        status: 200,
        base: base.clone(),
    };
    let asked = case(format!("{series} {at}"), "/guarded");
    // What is timed is a token that was seen before, where tokens are remembered.
    (0..tokens.len()).for_each(|n| drop(call(&*app, request(&asked, n))));
    let mut guarded = requests(&app, asked);
    guarded.label.point = Some((series.to_owned(), at));
    [requests(&app, case(base.clone(), "/open")), guarded]
}

const fn named(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Local => "v4.local",
        Purpose::Public => "v4.public",
    }
}

/// Custom claims of a size: the point is the length of the token, or their number.
async fn custom(sizes: &[usize], claims: fn(usize) -> Map<String, Value>) -> Vec<Bench> {
    let sample =
        Sample::new(&[("max_token_length", Value::from(8_192)), (REMEMBERED, Value::from(0))])
            .await;
    let mut all = Vec::new();
    for purpose in PURPOSES {
        for &size in sizes {
            let claims = claims(size);
            let is_padding = claims.contains_key("padding");
            let token = sample.paseto.issuer().access(SUBJECT).claims_json(&claims).unwrap();
            let token = token.purpose(purpose).issue().unwrap().into_string();
            let at = if is_padding { token.len() } else { size };
            all.extend(pair(&sample.paseto, named(purpose), at as u64, &[token]).await);
        }
    }
    all
}

/// In pieces, since one text of a token has at most 2 048 bytes.
fn padding(length: usize) -> Map<String, Value> {
    (0..length.div_ceil(1_000).max(1))
        .map(|n| {
            let piece = (length - n * 1_000).min(1_000);
            (
                if n == 0 { "padding".to_owned() } else { format!("more_{n}") },
                "x".repeat(piece).into(),
            )
        })
        .collect()
}

fn members(count: usize) -> Map<String, Value> {
    (0..count).map(|n| (format!("claim_{n}"), Value::from(n))).collect()
}

/// The key that makes tokens and up to 16 others, which is the most, found by its id or by trying.
async fn keys() -> Vec<Bench> {
    let mut all = Vec::new();
    for purpose in PURPOSES {
        for count in [1, 2, 4, 8, 17] {
            let paseto = ring(purpose, count, "preferred").await;
            let series = format!("{}, chosen by `kid`", named(purpose));
            all.extend(pair(&paseto, &series, count as u64, &one(&paseto, purpose)).await);
        }
        for count in [1, 2, 4, 8, 17] {
            let paseto = ring(purpose, count, "ignored").await;
            let series = format!("{}, all tried", named(purpose));
            all.extend(pair(&paseto, &series, count as u64, &one(&paseto, purpose)).await);
        }
    }
    all
}

fn one(paseto: &Paseto, purpose: Purpose) -> [String; 1] {
    let token = paseto.issuer().access(SUBJECT).claims(&user()).unwrap();
    [token.purpose(purpose).issue().unwrap().into_string()]
}

async fn ring(purpose: Purpose, count: usize, kid: &str) -> Paseto {
    let others: Vec<String> = (1..count).map(|_| accepted(purpose)).collect();
    let figment = figment(&LocalKey::generate().unwrap(), &SigningKey::generate().unwrap());
    let builder = Paseto::builder().figment(figment).set("keys.kid", kid);
    let builder = builder.set(REMEMBERED, 0);
    builder.set("keys.accept", others).build().await.unwrap()
}

fn accepted(purpose: Purpose) -> String {
    match purpose {
        Purpose::Local => LocalKey::generate().unwrap().to_paserk().expose().to_owned(),
        Purpose::Public => SigningKey::generate().unwrap().verifying_key().to_paserk(),
    }
}

/// That many guarded routes in one application; the last one is asked.
async fn handlers() -> Vec<Bench> {
    let sample = Sample::new(&[(REMEMBERED, Value::from(0))]).await;
    let mut all = Vec::new();
    for count in [1_u64, 10, 100, 1_000] {
        let configure = move |config: &mut web::ServiceConfig| {
            for n in 0..count {
                config.route(&format!("/open/{n}"), web::get().to(open));
                config.route(&format!("/guarded/{n}"), web::get().to(guarded));
            }
        };
        let app = App::new().configure(sample.paseto.install()).configure(configure);
        let app = Rc::new(test::init_service(app).await);
        let base = format!("handlers {count}, no guard");
        let token = sample.issue(Purpose::Local);
        let case = |name: String, route: &str| Case {
            name,
            route: format!("/{route}/{}", count - 1).leak(),
            tokens: bearer(&[token.clone()]),
            status: 200,
            base: base.clone(),
        };
        let mut guarded = requests(&app, case(format!("handlers {count}"), "guarded"));
        guarded.label.point = Some(("v4.local".to_owned(), count));
        all.extend([requests(&app, case(base.clone(), "open")), guarded]);
    }
    all
}

/// Distinct tokens in turn, all of them remembered. `BENCH_TOKENS=1000000` asks for that many at most.
async fn tokens() -> Vec<Bench> {
    let most = std::env::var("BENCH_TOKENS").ok().and_then(|most| most.parse().ok());
    let most: usize = most.unwrap_or(10_000);
    let mut all = Vec::new();
    for count in [1, 64, 1_000, 10_000, 100_000, 1_000_000] {
        if count <= most {
            let sample = Sample::new(&[(REMEMBERED, Value::from(ENOUGH))]).await;
            let tokens: Vec<_> = (0..count).map(|_| sample.issue(Purpose::Local)).collect();
            all.extend(pair(&sample.paseto, "v4.local", count as u64, &tokens).await);
        }
    }
    all
}
