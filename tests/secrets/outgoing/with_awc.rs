//! The middleware for awc, against a guarded service.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_paseto::outgoing::{
    AwcBearer, Bearer, PasetoProvider, RotatingToken, StaticTokenProvider, TokenProvider,
};
use actix_paseto::secret::SecretText;
use actix_web::rt::time::sleep;
use actix_web::web::Bytes;
use awc::Client;
use awc::error::SendRequestError;
use futures_util::future::join_all;
use futures_util::stream;

use super::setup::{Series, Stock, good_and_bad, key, paseto};

fn client(provider: Arc<dyn TokenProvider>, url: &str) -> Client {
    with(Bearer::new(provider, [url]).unwrap())
}

fn with(bearer: Bearer) -> Client {
    Client::builder().wrap(AwcBearer::new(bearer)).finish()
}

async fn get(client: &Client, url: &str) -> (u16, String) {
    let mut response = client.get(url).send().await.unwrap();
    (response.status().as_u16(), text(response.body().await.unwrap()))
}

fn text(bytes: Bytes) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[actix_web::test]
async fn a_service_calls_a_guarded_service() {
    let paseto = paseto(&key()).await;
    let stock = Stock::start(&paseto);
    let provider = Arc::new(PasetoProvider::new(paseto.issuer(), "orders").scopes(["stock:read"]));
    let client = client(provider.clone(), &stock.url);
    let ok = (200, "items for orders".to_owned());
    assert_eq!(get(&client, &stock.at("/items")).await, ok);
    assert_eq!(stock.requests(), 1);

    let token = provider.token(&Default::default()).await.unwrap();
    paseto.revocations().revoke_subject("orders").await.unwrap();
    assert_eq!(get(&client, &stock.at("/items")).await, ok, "with a new token");
    assert_eq!(stock.requests(), 3);
    assert!(!provider.validate(token.expose()));

    let rotating = Arc::new(RotatingToken::of(provider).start().await.unwrap());
    let client = self::client(rotating.clone(), &stock.url);
    assert_eq!(get(&client, &stock.at("/items")).await, ok);
    paseto.revocations().revoke_subject("orders").await.unwrap();
    assert_eq!(get(&client, &stock.at("/items")).await, ok);
    rotating.stop().await;
    let before = stock.requests();
    let error = client.get(stock.at("/items")).send().await.unwrap_err();
    assert!(matches!(error, SendRequestError::Custom(..)), "{error}");
    assert_eq!(stock.requests(), before, "no token, so no request");
}

#[actix_web::test]
async fn a_401_is_tried_once_more_and_only_with_another_token() {
    let paseto = paseto(&key()).await;
    let stock = Stock::start(&paseto);
    let (good, bad) = good_and_bad(&paseto).await;
    let items = stock.at("/items");

    let series = Series::of([bad.clone(), good.clone()]);
    assert_eq!(get(&client(series, &stock.url), &items).await.0, 200);
    assert_eq!(stock.requests(), 2);

    let worse = Series::of([bad.clone(), format!("{bad}A"), good]);
    assert_eq!(get(&client(worse.clone(), &stock.url), &items).await.0, 401);
    assert_eq!((stock.requests(), worse.refreshes()), (4, 1));

    for same in [Series::of([bad.clone(), bad.clone()]), Series::of([bad])] {
        assert_eq!(get(&client(same, &stock.url), &items).await.0, 401);
    }
    assert_eq!(stock.requests(), 6, "without another token there is nothing to try");
}

#[actix_web::test]
async fn a_storm_of_401_is_one_refresh() {
    let paseto = paseto(&key()).await;
    let stock = Stock::start(&paseto);
    let (good, bad) = good_and_bad(&paseto).await;
    let series = Series::of([bad.clone(), good]);
    let (client, items) = (client(series.clone(), &stock.url), stock.at("/items"));
    let all = join_all((0..100).map(|_| get(&client, &items))).await;
    assert!(all.iter().all(|(status, _)| *status == 200));
    assert_eq!(series.refreshes(), 1);

    let failing = Series::of([bad]);
    let client = self::client(failing.clone(), &stock.url);
    let all = join_all((0..100).map(|_| get(&client, &items))).await;
    assert!(all.iter().all(|(status, _)| *status == 401));
    assert_eq!(failing.refreshes(), 1, "a failed one as well");
}

#[actix_web::test]
async fn a_server_that_refuses_every_token_does_not_cost_one_a_request() {
    let paseto = paseto(&key()).await;
    let stock = Stock::start(&paseto);
    let (good, bad) = good_and_bad(&paseto).await;
    let texts = (0..3).map(|n| format!("{bad}{}", "A".repeat(n))).chain([good]);
    let series = Series::of(texts);
    let (client, items) = (client(series.clone(), &stock.url), stock.at("/items"));
    let begun = Instant::now();
    for _ in 0..10 {
        assert_eq!(get(&client, &items).await.0, 401);
    }
    let most = begun.elapsed().as_secs() as usize + 1;
    assert!((1..=most).contains(&series.refreshes()), "{}", series.refreshes());
    // It is tried again all the same.
    while get(&client, &items).await.0 != 200 {
        assert!(begun.elapsed() < Duration::from_secs(60));
        sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(series.refreshes(), 3);
}

#[actix_web::test]
async fn a_body_is_sent_again_and_a_stream_is_not() {
    let paseto = paseto(&key()).await;
    let stock = Stock::start(&paseto);
    let (good, bad) = good_and_bad(&paseto).await;
    let client = || client(Series::of([bad.clone(), good.clone()]), &stock.url);
    let mut replayed = client().post(stock.at("/items")).send_body("seven pears").await.unwrap();
    assert_eq!((replayed.status().as_u16(), stock.requests()), (200, 2));
    assert_eq!(text(replayed.body().await.unwrap()), "added seven pears");
    let frozen = client().post(stock.at("/items")).freeze().unwrap();
    let mut replayed = frozen.send_body("pears").await.unwrap();
    assert_eq!((replayed.status().as_u16(), stock.requests()), (200, 4));
    assert_eq!(text(replayed.body().await.unwrap()), "added pears");
    let body = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"seven pears"))]);
    let response = client().post(stock.at("/items")).send_stream(body).await.unwrap();
    assert_eq!((response.status().as_u16(), stock.requests()), (401, 5));
}

#[actix_web::test]
async fn no_other_server_sees_the_token() {
    let paseto = paseto(&key()).await;
    let (stock, other) = (Stock::start(&paseto), Stock::start(&paseto));
    let hush = || Arc::new(StaticTokenProvider::new(SecretText::from("hush".to_owned())));
    let plain = client(hush(), &stock.url);
    assert_eq!(get(&plain, &stock.at("/seen")).await.1, "Bearer hush -");
    assert_eq!(get(&plain, &other.at("/seen")).await.1, "- -");
    let named = stock.at("/seen").replace("127.0.0.1", "localhost");
    assert_eq!(get(&plain, &named).await.1, "- -", "another name is another host");

    let x_token = Bearer::new(hush(), [&stock.url]).unwrap().header("X-Token", "").unwrap();
    let x_token = with(x_token);
    let away = stock.at(&format!("/leads?to={}", other.at("/seen")));
    let home = stock.at(&format!("/leads?to={}", stock.at("/seen")));
    assert_eq!(get(&plain, &away).await.1, "- -");
    assert_eq!(get(&x_token, &away).await.1, "- -");
    assert_eq!(get(&plain, &home).await.1, "Bearer hush -");
    assert_eq!(get(&x_token, &home).await.1, "- hush");
    let unfollowed = Client::builder().disable_redirects();
    let bearer = Bearer::new(hush(), [&stock.url]).unwrap();
    let unfollowed = unfollowed.wrap(AwcBearer::new(bearer)).finish();
    assert_eq!(get(&unfollowed, &home).await.0, 307, "a real redirect is not followed by us");
}

#[actix_web::test]
async fn the_callers_own_header_stays() {
    let paseto = paseto(&key()).await;
    let stock = Stock::start(&paseto);
    let (good, _) = good_and_bad(&paseto).await;
    let series = Series::of([good]);
    let client = client(series.clone(), &stock.url);
    let own = ("authorization", "Basic own");
    let mut seen = client.get(stock.at("/seen")).insert_header(own).send().await.unwrap();
    assert_eq!(text(seen.body().await.unwrap()), "Basic own -");
    let refused = client.get(stock.at("/items")).bearer_auth("own").send().await.unwrap();
    assert_eq!((refused.status().as_u16(), series.refreshes()), (401, 0));
}
