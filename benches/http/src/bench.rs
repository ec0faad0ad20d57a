//! What is timed, and what the times are compared with.

use std::rc::Rc;

use actix_http::Request;
use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;
use futures_util::FutureExt as _;
use serde::{Deserialize, Serialize};

use crate::cases::Case;

/// Prepared calls, all made by one call of this.
pub type Batch = Box<dyn FnMut()>;

/// What a table says of a bench.
#[derive(Clone, Serialize, Deserialize)]
pub struct Label {
    pub name: String,
    /// Subtracted for the column "added".
    pub base: Option<String>,
    /// Of a table that shows growth: the series, and how many of what grows.
    pub point: Option<(String, u64)>,
}

pub struct Bench {
    pub label: Label,
    /// Makes that many calls ready.
    pub prepare: Box<dyn FnMut(usize) -> Batch>,
}

/// A sum of benches, each with its factor.
pub type Sum = Vec<(f64, String)>;

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Of {
    Time,
    Allocations,
}

/// One line of the table of ratios; without a divisor it is an absolute figure.
#[derive(Clone, Serialize, Deserialize)]
pub struct Ratio {
    pub row: u8,
    pub what: String,
    pub of: Of,
    pub above: Sum,
    pub below: Sum,
    pub target: f64,
}

pub struct Group {
    pub name: &'static str,
    pub benches: Vec<Bench>,
    pub ratios: Vec<Ratio>,
}

/// `bench` less what the same request costs without a guard.
pub fn added(bench: &str, base: &str) -> Sum {
    vec![(1.0, bench.to_owned()), (-1.0, base.to_owned())]
}

/// Something that is called in a loop; what it makes is dropped within the time.
pub fn direct<T>(name: &str, call: impl Fn() -> T + Clone + 'static) -> Bench {
    // Once, so that what is broken is noticed before it is timed.
    call();
    let prepare = move |count| {
        let call = call.clone();
        let batch = move || (0..count).for_each(|_| drop(std::hint::black_box(call())));
        Box::new(batch) as Batch
    };
    let label = Label { name: name.to_owned(), base: None, point: None };
    Bench { label, prepare: Box::new(prepare) }
}

/// Requests through a service in memory; making the requests is not part of the time.
pub fn requests<S>(app: &Rc<S>, case: Case) -> Bench
where
    S: Service<Request, Response = ServiceResponse<BoxBody>, Error = actix_web::Error> + 'static,
{
    let answer = call(&**app, request(&case, 0));
    assert_eq!(answer.status().as_u16(), case.status, "{}", case.name);
    drop(answer);
    let (name, base) = (case.name.clone(), case.base.clone());
    let app = Rc::clone(app);
    // Coprime to every count, so that all tokens are visited, and no two neighbours.
    let mut next = 0_usize;
    let prepare = move |count| {
        let ready: Vec<_> = (0..count)
            .map(|_| {
                next = next.wrapping_add(7_919);
                request(&case, next)
            })
            .collect();
        let (app, mut ready) = (Rc::clone(&app), ready);
        Box::new(move || ready.drain(..).for_each(|request| drop(call(&*app, request)))) as Batch
    };
    let label = Label { name, base: Some(base), point: None };
    Bench { label, prepare: Box::new(prepare) }
}

pub fn request(case: &Case, n: usize) -> Request {
    let request = TestRequest::get().uri(case.route);
    if case.tokens.is_empty() {
        return request.to_request();
    }
    let value = case.tokens[n % case.tokens.len()].as_str();
    request.insert_header((AUTHORIZATION, value)).to_request()
}

pub fn call<S>(app: &S, request: Request) -> ServiceResponse<BoxBody>
where
    S: Service<Request, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>,
{
    app.call(request).now_or_never().expect("an answer without waiting").unwrap()
}
