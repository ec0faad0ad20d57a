//! The middleware for reqwest, against a guarded service.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_paseto::outgoing::{
    Bearer, PasetoProvider, ReqwestBearer, RotatingToken, StaticTokenProvider, TokenProvider,
};
use actix_paseto::secret::SecretText;
use actix_web::rt::time::sleep;
use futures_util::future::join_all;
use reqwest_middleware::ClientWithMiddleware;

use super::setup::{Series, Stock, good_and_bad, key, paseto};

fn client(provider: Arc<dyn TokenProvider>, url: &str) -> ClientWithMiddleware {
    let bearer = Bearer::new(provider, [url]).unwrap();
    ReqwestBearer::client(bearer, reqwest::Client::builder()).unwrap().build()
}

async fn get(client: &ClientWithMiddleware, url: &str) -> (u16, String) {
    let response = client.get(url).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
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
    let error = client.get(stock.at("/items")).send().await.unwrap_err();
    assert!(error.is_middleware(), "no token, so no request: {error}");
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
    let replayed = client().post(stock.at("/items")).body("seven pears").send().await.unwrap();
    assert_eq!((replayed.status().as_u16(), stock.requests()), (200, 2));
    assert_eq!(replayed.text().await.unwrap(), "added seven pears");
    let stream = reqwest::Body::wrap(reqwest::Body::from("seven pears"));
    let response = client().post(stock.at("/items")).body(stream).send().await.unwrap();
    assert_eq!((response.status().as_u16(), stock.requests()), (401, 3));
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

    let bearer = || Bearer::new(hush(), [&stock.url]).unwrap();
    let by_own = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(ReqwestBearer::new(bearer()).unwrap())
        .build();
    let x_token = bearer().header("X-Token", "").unwrap();
    assert!(ReqwestBearer::new(x_token.clone()).is_err(), "redirects would take it along");
    let x_token = ReqwestBearer::client(x_token, reqwest::Client::builder()).unwrap().build();
    let away = stock.at(&format!("/leads?to={}", other.at("/seen")));
    let home = stock.at(&format!("/leads?to={}", stock.at("/seen")));
    assert_eq!(get(&by_own, &away).await.1, "- -");
    assert_eq!(get(&plain, &away).await.0, 307, "handed out, not followed");
    assert_eq!(get(&x_token, &away).await.0, 307);
    assert_eq!(get(&by_own, &home).await.1, "Bearer hush -");
    assert_eq!(get(&plain, &home).await.1, "Bearer hush -");
    assert_eq!(get(&x_token, &home).await.1, "- hush");
}

#[actix_web::test]
async fn the_callers_own_header_stays() {
    let paseto = paseto(&key()).await;
    let stock = Stock::start(&paseto);
    let (good, _) = good_and_bad(&paseto).await;
    let series = Series::of([good]);
    let client = client(series.clone(), &stock.url);
    let seen = client.get(stock.at("/seen")).header("authorization", "Basic own").send().await;
    assert_eq!(seen.unwrap().text().await.unwrap(), "Basic own -");
    let refused = client.get(stock.at("/items")).bearer_auth("own").send().await.unwrap();
    assert_eq!((refused.status().as_u16(), series.refreshes()), (401, 0));
}
