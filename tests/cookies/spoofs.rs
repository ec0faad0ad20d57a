//! Cookies that pretend to be ours, and neighbours that would hide ours.

use actix_web::http::header::HeaderValue;
use actix_web::test::TestRequest;

use crate::browser::{Session, get};
use crate::routes::serve;
use crate::support::call;

/// One line each.
fn with(lines: &[Vec<u8>]) -> TestRequest {
    lines.iter().fold(get("/me"), |request, line| {
        request.append_header(("cookie", HeaderValue::from_bytes(line).unwrap()))
    })
}

fn line(name: &str, value: &str) -> Vec<u8> {
    format!("{name}={value}").into_bytes()
}

/// What any page of the site may set, and `__Host-` forbids.
const LOOKALIKES: [&str; 12] = [
    "%5F%5FHost-access",
    "%5f%5fHost-access",
    "__Host%2Daccess",
    "__host-access",
    "__HOST-ACCESS",
    "\u{2000}__Host-access",
    "\u{a0}__Host-access",
    "__Host-access\u{3000}",
    "__Host-acces",
    "__Host-access2",
    "\"__Host-access\"",
    "$__Host-access",
];

#[actix_web::test]
async fn only_the_exact_name_is_ours() {
    let (_, paseto, app) = serve!("");
    let [evil, real] = ["mallory", "alice"]
        .map(|user| Session::made(&paseto.issuer().pair(user).issue_cookies().unwrap()).access);
    for name in LOOKALIKES {
        let reply = call(&app, with(&[line(name, &evil)])).await;
        assert_eq!(reply.verdict(), (401, "token_missing".to_owned()), "{name:?}");
        let (fake, ours) = (line(name, &evil), line("__Host-access", &real));
        for lines in [
            vec![fake.clone(), ours.clone()],
            vec![ours.clone(), fake.clone()],
            vec![[&*fake, b"; ", &*ours].concat()],
            vec![[&*ours, b";", &*fake].concat()],
        ] {
            let reply = call(&app, with(&lines)).await;
            assert_eq!((reply.status, reply.text()), (200, "alice"), "{name:?}");
        }
    }
}

/// A name of nothing, whose value begins like ours: browsers send it without its `=`.
#[actix_web::test]
async fn a_value_without_a_name_is_no_cookie_of_ours() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let ours = line("__Host-access", &session.access);
    // As it is on the wire it cannot be told from ours: two of them are refused.
    let twice = [&*ours, b"; ", &*ours].concat();
    assert_eq!(call(&app, with(&[twice])).await.verdict(), (400, "invalid_request".to_owned()));
    for nameless in [&b"__Host-access"[..], b"=__Host-access", b"==", b"=", b";;;", b" ", b""] {
        let both = [nameless, b"; ", &*ours].concat();
        assert_eq!(call(&app, with(&[both])).await.text(), "alice");
        let reply = call(&app, with(&[nameless.to_vec()])).await;
        assert_eq!(reply.verdict(), (401, "token_missing".to_owned()));
    }
}

#[actix_web::test]
async fn of_two_cookies_of_our_name_none_is_chosen() {
    let (_, paseto, app) = serve!("");
    let [evil, real] = ["mallory", "alice"]
        .map(|user| Session::made(&paseto.issuer().pair(user).issue_cookies().unwrap()).access);
    for second in [&*evil, &*real, "", "junk", "\""] {
        let (one, two) = (line("__Host-access", &real), line("__Host-access", second));
        for lines in [
            vec![[&*one, b"; ", &*two].concat()],
            vec![[&*two, b";\t", &*one].concat()],
            vec![one.clone(), two.clone()],
            vec![two.clone(), one.clone()],
            vec![[&*one, b"; a=b"].concat(), [&b"c=d;"[..], &*two].concat()],
        ] {
            let reply = call(&app, with(&lines)).await;
            assert_eq!(reply.verdict(), (400, "invalid_request".to_owned()), "{second:.4}");
            let challenge = reply.header("www-authenticate").unwrap();
            assert!(challenge.contains("invalid_request"), "{challenge}");
        }
    }
}

#[actix_web::test]
async fn no_neighbour_hides_ours() {
    let (_, paseto, app) = serve!("");
    let session = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap());
    let ours = line("__Host-access", &session.access);
    let hundred: Vec<String> = (0..100).map(|index| format!("c{index}=v{index}")).collect();
    let neighbours: [Vec<u8>; 9] = [
        b"a=\xff".to_vec(),
        b"\xff\xfe=1".to_vec(),
        b"%db=%db%".to_vec(),
        b"%=%zz".to_vec(),
        [&b"junk="[..], &[b'x'; 4_096]].concat(),
        hundred.join("; ").into_bytes(),
        b"quoted=\"a; b\"".to_vec(),
        b"=;=;;;a;b".to_vec(),
        b"a=b=c==".to_vec(),
    ];
    for other in &neighbours {
        for lines in [
            vec![[&**other, b"; ", &*ours].concat()],
            vec![[&*ours, b"; ", &**other].concat()],
            vec![[&**other, b";", &*ours, b" ;\t", &**other].concat()],
            vec![other.clone(), ours.clone()],
            vec![ours.clone(), other.clone()],
        ] {
            let reply = call(&app, with(&lines)).await;
            assert_eq!((reply.status, reply.text()), (200, "alice"), "{:?}", &other[..4]);
        }
        let reply = call(&app, with(std::slice::from_ref(other))).await;
        assert_eq!(reply.verdict(), (401, "token_missing".to_owned()));
    }
}

#[actix_web::test]
async fn a_value_is_taken_as_it_is() {
    let (_, paseto, app) = serve!("");
    let token = Session::made(&paseto.issuer().pair("alice").issue_cookies().unwrap()).access;
    let encoded = token.replace('.', "%2E");
    let cut = &token[..token.len() - 1];
    for (value, verdict) in [
        (String::new(), (401, "token_missing")),
        (" ".to_owned(), (401, "token_missing")),
        (format!("\"{token}\""), (400, "invalid_request")),
        (format!("{token},{token}"), (400, "invalid_request")),
        (format!("Bearer {token}"), (400, "invalid_request")),
        (encoded, (400, "invalid_request")),
        (cut.to_owned(), (401, "token_invalid")),
        (format!("{token}."), (401, "token_invalid")),
        (format!("{token}="), (401, "token_invalid")),
        ("x".to_owned(), (401, "token_invalid")),
        ("x".repeat(20_000), (401, "token_invalid")),
    ] {
        let reply = call(&app, with(&[line("__Host-access", &value)])).await;
        assert_eq!(reply.verdict(), (verdict.0, verdict.1.to_owned()), "{value:.12}");
        assert!(!reply.whole().contains(cut));
    }
    let spaced = format!(" \t__Host-access={token}\t ;");
    assert_eq!(call(&app, with(&[spaced.into_bytes()])).await.text(), "alice");
}
