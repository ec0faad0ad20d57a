//! What there is.

use actix_paseto::secrets::SecretSource as _;
use serde_json::json;

use super::bao::{Bao, ROOT};
use super::{connect, refused};

#[actix_web::test]
async fn folders_are_followed_and_prefixes_are_of_text() {
    let bao = Bao::start();
    let all = ["apps/a", "apps/a/b", "apps/a/c/d", "apps/ab", "apps/b c/%2e?#x", "top"];
    for name in all {
        let encoded = name.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        let encoded = encoded.replace(' ', "%20");
        let (status, _) =
            bao.api("POST", &format!("secret/data/{encoded}"), json!({"data": {"value": "v"}}));
        assert_eq!(status, 200, "{name}");
    }
    let source = connect(&bao.settings_with(ROOT)).await;
    let list = async |prefix: &str| source.list(prefix).await.unwrap();
    assert_eq!(list("").await, all);
    assert_eq!(list("apps/").await, all[..5]);
    assert_eq!(list("apps").await, all[..5]);
    assert_eq!(list("apps/a").await, all[..4]);
    assert_eq!(list("apps/a/").await, all[1..3]);
    assert_eq!(list("apps/a/c/d").await, ["apps/a/c/d"]);
    assert_eq!(list("apps/b").await, ["apps/b c/%2e?#x"]);
    assert!(list("none").await.is_empty());
    assert!(list("none/").await.is_empty());
    assert!(list("apps/ab/").await.is_empty());
    // The role sees its own folder alone.
    let source = connect(&bao.settings()).await;
    assert_eq!(source.list("apps/").await.unwrap(), all[..5]);
    refused(source.list("").await);
}
