//! Wrong, denied and expired credentials; moto checks signatures and policies once it is told to.

use actix_paseto::secrets::{AwsSource, SecretError, SecretSource as _, SetOptions};

use super::moto::{KEY_ID, Moto, settings, source, source_of};
use super::{bytes, path, read, text, write};
use crate::proxy::{Proxy, http};
use crate::server::program;

/// A user that may read and do nothing else; its key's id and secret. From now on moto checks.
fn reader(moto: &Moto) -> (String, String) {
    let keys = moto.boto3(
        "iam.create_user(UserName='u')\n\
         key = iam.create_access_key(UserName='u')['AccessKey']\n\
         allow = dict(Effect='Allow', Action='secretsmanager:GetSecretValue', Resource='*')\n\
         policy = json.dumps(dict(Version='2012-10-17', Statement=[allow]))\n\
         iam.put_user_policy(UserName='u', PolicyName='p', PolicyDocument=policy)\n\
         print(key['AccessKeyId'], key['SecretAccessKey'])",
    );
    check_after(moto, "0");
    let (id, key) = keys.split_once(' ').unwrap();
    (id.to_owned(), key.to_owned())
}

fn check_after(moto: &Moto, actions: &str) {
    moto.boto3(&format!(
        "plain = {{'Content-Type': 'text/plain'}}\n\
         reset = urllib.request.Request(url + '/moto-api/reset-auth', b'{actions}', plain)\n\
         urllib.request.urlopen(reset).read()"
    ));
}

fn is_refused<T>(answer: &Result<T, SecretError>) -> bool {
    matches!(answer, Err(SecretError::Unauthenticated { backend: "aws", .. }))
}

#[actix_web::test]
async fn a_wrong_key_is_refused_and_a_denied_action_denied() {
    let moto = Moto::start();
    write(&moto.source().await, "apps/key", "first").await;
    let (id, key) = reader(&moto);
    let settings = settings(moto.port);
    let reader = source_of(&settings, &id, &key).await;
    assert_eq!(text(&reader, "apps/key").await, "first");
    let denied = |error| matches!(error, SecretError::Denied { backend: "aws", .. });
    let set = reader.set(&path("apps/key"), &bytes("x"), SetOptions::Always).await;
    assert!(denied(set.unwrap_err()));
    assert!(denied(reader.list("apps/").await.unwrap_err()));
    for (id, key) in [(id.as_str(), "wrong"), ("AKIAWRONG", key.as_str())] {
        let wrong = source_of(&settings, id, key).await;
        assert!(is_refused(&read(&wrong, "apps/key").await));
        assert!(is_refused(&wrong.exists(&path("apps/key")).await));
    }
}

#[actix_web::test]
async fn a_key_that_is_withdrawn_is_refused_from_then_on() {
    let moto = Moto::start();
    write(&moto.source().await, "apps/key", "first").await;
    let (id, key) = reader(&moto);
    let reader = source_of(&settings(moto.port), &id, &key).await;
    assert_eq!(text(&reader, "apps/key").await, "first");
    check_after(&moto, "inf");
    moto.boto3(&format!("iam.delete_access_key(UserName='u', AccessKeyId='{id}')"));
    check_after(&moto, "0");
    assert!(is_refused(&read(&reader, "apps/key").await));
}

/// moto lets no credential expire, so these are the answers that AWS documents.
#[actix_web::test]
async fn an_expired_credential_is_refused() {
    let moto = Moto::start();
    let proxy = Proxy::before(moto.port);
    let source = source(&settings(proxy.port)).await;
    write(&source, "apps/key", "first").await;
    for (code, cause) in [
        ("ExpiredTokenException", "they have expired"),
        ("com.amazon.coral.service#ExpiredTokenException", "they have expired"),
        ("UnrecognizedClientException", "they are unknown or wrong"),
        ("InvalidSignatureException", "they are unknown or wrong"),
    ] {
        let message = "The security token included in the request is expired";
        let body = format!(r#"{{"__type":"{code}","message":"{message}"}}"#);
        proxy.set(http("400 Bad Request", "application/x-amz-json-1.1", &body));
        let error = read(&source, "apps/key").await.unwrap_err();
        assert_eq!(error, SecretError::Unauthenticated { backend: "aws", cause }, "{code}");
        assert!(!error.is_transient());
    }
}

#[actix_web::test]
async fn credentials_are_found_where_the_sdk_looks() {
    let moto = Moto::start();
    write(&moto.source().await, "apps/key", "first").await;
    let profile = "[default]\naws_access_key_id = a\naws_secret_access_key = b\n";
    let file = moto.server.folder().join("credentials");
    std::fs::write(&file, profile).unwrap();
    let endpoint = format!("http://127.0.0.1:{}", moto.port);
    let variables = [("AWS_ACCESS_KEY_ID", KEY_ID), ("AWS_SECRET_ACCESS_KEY", "b")];
    let profile = [("AWS_SHARED_CREDENTIALS_FILE", file.to_str().unwrap())];
    for credentials in [&variables[..], &profile[..]] {
        let mut child = program(std::env::current_exe().unwrap());
        child.args(["--exact", "aws::credentials::of_the_environment", "--ignored"]);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AWS_")) {
            child.env_remove(name);
        }
        child.env("AWS_ENDPOINT_URL_SECRETS_MANAGER", &endpoint).env("AWS_REGION", "us-east-1");
        let output = child.envs(credentials.iter().copied()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
    }
}

/// A place of credentials in trouble is no reason to give up; one that refuses is.
#[actix_web::test]
async fn a_place_of_credentials_that_fails_is_an_outage() {
    let proxy = Proxy::before(1);
    let place = format!("http://127.0.0.1:{}/role", proxy.port);
    for (status, wanted) in
        [("500 Oh", "transient"), ("503 Oh", "transient"), ("403 No", "refused")]
    {
        proxy.set(http(status, "application/json", "{}"));
        let mut child = program(std::env::current_exe().unwrap());
        child.args(["--exact", "aws::credentials::of_a_container", "--ignored"]);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AWS_")) {
            child.env_remove(name);
        }
        child.env("AWS_CONFIG_FILE", "/nowhere").env("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
        child.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", &place).env("AWS_REGION", "us-east-1");
        let output = child.env("WANTED", wanted).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
    }
}

#[actix_web::test]
#[ignore = "runs in a child, with variables of its own"]
async fn of_a_container() {
    let mut settings = actix_paseto::secrets::AwsSettings::default();
    settings.timeout = std::time::Duration::from_secs(30);
    let error = AwsSource::connect(&settings).await.unwrap_err();
    let wanted = std::env::var("WANTED").unwrap();
    assert_eq!(error.is_transient(), wanted == "transient", "{error:?}");
    assert_eq!(is_refused::<()>(&Err(error.clone())), wanted == "refused", "{error:?}");
}

#[actix_web::test]
#[ignore = "runs in a child, with variables of its own"]
async fn of_the_environment() {
    let source = AwsSource::connect(&Default::default()).await.unwrap();
    assert_eq!(text(&source, "apps/key").await, "first");
}
