//! Sockets: what comes within them, and what ends them.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use actix_paseto::Audited;
use actix_paseto::prelude::*;
use actix_paseto::web::Message;
use actix_web::{App, HttpResponse, HttpServer, Result, get, rt};

use crate::app::{Ear, name};
use crate::client::{ask, open, reason_of_close};
use crate::support::{builder, forged, local};

#[get("/live")]
#[paseto_required]
async fn live(socket: WebSocket) -> Result<HttpResponse> {
    socket.start(|mut socket| async move {
        while let Some(message) = socket.recv().await {
            let Message::Text(text) = message else { continue };
            let answer = match socket.present(&text).await {
                Ok(_) => "renewed",
                Err(rejection) => rejection.code().as_str(),
            };
            if socket.text(answer).await.is_err() {
                break;
            }
        }
    })
}

fn serve(ear: &Ear) -> (SocketAddr, Paseto) {
    let (tell, told) = mpsc::channel();
    let ear = ear.clone();
    std::thread::spawn(move || {
        rt::System::new().block_on(async move {
            let paseto = builder(ear.at(local(""))).await;
            let installed = paseto.clone();
            let app = move || App::new().configure(installed.install()).service(live);
            let server = HttpServer::new(app).workers(1).bind("127.0.0.1:0").unwrap();
            tell.send((server.addrs()[0], paseto)).unwrap();
            server.run().await.unwrap();
        });
    });
    told.recv().unwrap()
}

#[test]
fn a_bad_token_in_a_message_and_a_revocation_from_outside_are_told() {
    let ear = Ear::default();
    let (address, paseto) = serve(&ear);
    let token = |subject: &str| paseto.issuer().access(subject).issue().unwrap();
    let (alice, bob) = (token("alice"), token("bob"));
    let mut client = open(address, "/live", Some(alice.as_str())).unwrap();
    ear.heard();
    assert_eq!(ask(&mut client, &forged()), "token_invalid");
    assert_eq!(ask(&mut client, bob.as_str()), "token_invalid");
    let heard = ear.heard();
    assert!(matches!(&heard[0].what, Audited::Refused { subject: None, .. }), "{heard:?}");
    assert!(matches!(&heard[1].what, Audited::Refused { subject: Some(who), .. } if *who == "bob"));
    assert_eq!(heard.len(), 2);
    rt::System::new().block_on(paseto.revocations().revoke_subject("alice")).unwrap();
    assert_eq!(reason_of_close(client), "1008 token revoked");
    let (mut heard, begun) = (Vec::new(), Instant::now());
    while heard.len() < 2 && begun.elapsed() < Duration::from_secs(5) {
        heard.extend(ear.heard());
    }
    // The socket hears of it from the store, which may be before whoever revoked has his answer.
    heard.sort_by_key(|event| name(&event.what));
    let names: Vec<_> = heard.iter().map(|event| name(&event.what)).collect();
    assert_eq!(names, ["socket_revoked", "subject_revoked"]);
    assert!(
        matches!(&heard[0].what, Audited::SocketRevoked { subject, .. } if *subject == "alice")
    );
}
