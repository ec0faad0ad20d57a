//! Wherever the attribute may stand: 401 without a token, 200 with one.
//!
//! A sibling above that drops the attributes below it needs a procedural macro of its own, so that
//! case stands in `ui-tests`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod support;

use actix_web::test::{TestRequest, init_service};
use actix_web::{App, web};
use serde_json::json;
use support::{bearer, call, mint, payload};

/// Every method and path of these services answers 401 without a token and 200 with one.
macro_rules! guarded {
    ([$($request:expr),+ $(,)?] $($service:tt)+) => {{
        let app = init_service(App::new().configure(support::paseto("").await.install())$($service)+);
        let app = app.await;
        let token = mint(&payload(json!({ "role": "clerk" })));
        $(
            let request: TestRequest = $request;
            let reply = call(&app, request).await;
            assert_eq!(reply.verdict(), (401, "token_missing".to_owned()), stringify!($request));
            let request: TestRequest = $request;
            let reply = call(&app, request.insert_header(bearer(&token))).await;
            assert_eq!(reply.status, 200, "{}: {}", stringify!($request), reply.text());
        )+
    }};
}

fn to(method: &str, uri: &str) -> TestRequest {
    TestRequest::default().method(method.parse().unwrap()).uri(uri)
}

mod around_routes {
    use actix_paseto::prelude::*;
    use actix_web::{get, post, route, routes};

    #[get("/below-get")]
    #[paseto_required]
    pub(crate) async fn below_get() -> &'static str {
        "ok"
    }

    #[paseto_required]
    #[get("/above-get")]
    pub(crate) async fn above_get() -> &'static str {
        "ok"
    }

    #[paseto_required]
    #[post("/above-post")]
    pub(crate) async fn above_post(body: String) -> String {
        body
    }

    #[paseto_required]
    #[route("/above-route", method = "PUT", method = "DELETE")]
    pub(crate) async fn above_route() -> &'static str {
        "ok"
    }

    #[route("/below-route", method = "PUT", method = "PATCH")]
    #[paseto_required]
    pub(crate) async fn below_route() -> &'static str {
        "ok"
    }

    #[routes]
    #[get("/below-routes")]
    #[post("/below-routes-too")]
    #[paseto_required]
    pub(crate) async fn below_routes() -> &'static str {
        "ok"
    }

    #[routes]
    #[paseto_required]
    #[get("/inside-routes")]
    #[post("/inside-routes-too")]
    pub(crate) async fn inside_routes() -> &'static str {
        "ok"
    }

    #[routes]
    #[get("/between-routes")]
    #[paseto_required]
    #[post("/between-routes-too")]
    pub(crate) async fn between_routes() -> &'static str {
        "ok"
    }

    #[paseto_required]
    #[routes]
    #[get("/above-routes")]
    #[post("/above-routes-too")]
    pub(crate) async fn above_routes() -> &'static str {
        "ok"
    }

    #[paseto_required]
    pub(crate) async fn plain() -> &'static str {
        "ok"
    }
}

#[actix_web::test]
async fn around_the_route_attributes() {
    use around_routes as at;
    guarded!(
        [
            to("GET", "/below-get"),
            to("GET", "/above-get"),
            to("POST", "/above-post"),
            to("PUT", "/above-route"),
            to("DELETE", "/above-route"),
            to("PUT", "/below-route"),
            to("PATCH", "/below-route"),
            to("GET", "/below-routes"),
            to("POST", "/below-routes-too"),
            to("GET", "/inside-routes"),
            to("POST", "/inside-routes-too"),
            to("GET", "/between-routes"),
            to("POST", "/between-routes-too"),
            to("GET", "/above-routes"),
            to("POST", "/above-routes-too"),
            to("GET", "/plain"),
            to("GET", "/default-service"),
        ]
        .service((at::below_get, at::above_get, at::above_post, at::above_route, at::below_route))
        .service((at::below_routes, at::inside_routes, at::between_routes, at::above_routes))
        .route("/plain", web::get().to(at::plain))
        .default_service(web::to(at::plain))
    );
}

mod scoped {
    use actix_paseto::prelude::*;
    use actix_web::{get, scope};

    #[scope("/inner")]
    pub(crate) mod inner {
        use actix_paseto::prelude::*;
        use actix_web::{get, post};

        #[get("/below")]
        #[paseto_required]
        pub(crate) async fn below() -> &'static str {
            "ok"
        }

        #[paseto_required]
        #[post("/above")]
        pub(crate) async fn above() -> &'static str {
            "ok"
        }
    }

    #[scope("/outside")]
    #[paseto_guarded]
    pub(crate) mod guard_below_scope {
        use actix_web::get;

        #[get("/a")]
        pub(crate) async fn a() -> &'static str {
            "ok"
        }
    }

    #[paseto_guarded]
    #[scope("/inside")]
    pub(crate) mod guard_above_scope {
        use actix_web::get;

        #[get("/a")]
        pub(crate) async fn a() -> &'static str {
            "ok"
        }
    }

    #[paseto_guarded]
    pub(crate) mod guarded {
        use actix_paseto::prelude::*;
        use actix_web::{get, routes};

        #[get("/unnamed")]
        pub(crate) async fn unnamed() -> &'static str {
            "ok"
        }

        #[get("/named")]
        #[paseto_required(require = claims.role == "clerk", claims = super::super::User)]
        pub(crate) async fn named() -> &'static str {
            "ok"
        }

        #[routes]
        #[get("/several")]
        #[get("/several-too")]
        pub(crate) async fn several() -> &'static str {
            "ok"
        }

        pub(crate) mod below {
            use actix_web::get;

            #[get("/nested")]
            pub(crate) async fn nested() -> &'static str {
                "ok"
            }
        }

        pub(crate) fn helper() -> &'static str {
            "no route"
        }
    }

    #[get("/in-module")]
    #[paseto_required]
    pub(crate) async fn in_module() -> &'static str {
        guarded::helper()
    }
}

#[derive(serde::Serialize, serde::Deserialize, actix_paseto::Claims)]
pub(crate) struct User {
    role: String,
}

#[actix_web::test]
async fn in_scopes_and_guarded_modules() {
    use scoped as at;
    guarded!(
        [
            to("GET", "/inner/below"),
            to("POST", "/inner/above"),
            to("GET", "/outside/a"),
            to("GET", "/inside/a"),
            to("GET", "/unnamed"),
            to("GET", "/named"),
            to("GET", "/several"),
            to("GET", "/several-too"),
            to("GET", "/nested"),
            to("GET", "/in-module"),
        ]
        .service((at::inner::below, at::inner::above))
        .service((at::guard_below_scope::a, at::guard_above_scope::a))
        .service((at::guarded::unnamed, at::guarded::named, at::guarded::several))
        .service((at::guarded::below::nested, at::in_module))
    );
}

mod shapes {
    use std::error::Error;
    use std::fmt::Display;

    use actix_paseto::prelude::*;
    use actix_web::http::Method;
    use actix_web::web::{Bytes, Data, Json, Path};
    use actix_web::{FromRequest, HttpRequest, Responder, get, post};
    use serde::de::DeserializeOwned;

    use super::User;

    #[paseto_required]
    pub(crate) async fn generic<T, const N: usize>(path: Path<T>, list: Data<[u8; N]>) -> String
    where
        T: DeserializeOwned + Display + 'static,
    {
        format!("{path} {}", list.len())
    }

    pub(crate) struct Point {
        x: u8,
        y: u8,
    }

    impl FromRequest for Point {
        type Error = actix_web::Error;
        type Future = std::future::Ready<Result<Self, Self::Error>>;

        fn from_request(_: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
            std::future::ready(Ok(Self { x: 1, y: 2 }))
        }
    }

    #[get("/patterns")]
    #[paseto_required]
    pub(crate) async fn patterns(
        Point { x, y: mut up }: Point,
        _: Method,
        mut text: String,
    ) -> String {
        up += x;
        text.push('!');
        format!("{up}{text}")
    }

    #[post("/destructured")]
    #[paseto_required]
    pub(crate) async fn destructured(
        user: Claims<User>,
        #[allow(unused_variables)] unused: Token,
        bytes: Bytes,
    ) -> Bytes {
        assert_eq!(user.role, "clerk");
        bytes
    }

    #[get("/boxed")]
    #[paseto_required]
    pub(crate) async fn boxed(request: HttpRequest) -> Result<String, Box<dyn Error>> {
        let number: u8 = request.query_string().parse()?;
        Ok(number.to_string())
    }

    #[get("/responder")]
    #[paseto_required]
    pub(crate) async fn responder(user: Claims<User>) -> impl Responder {
        Json(user.role.len())
    }

    #[get("/early")]
    #[paseto_required]
    pub(crate) async fn early(user: Claims<User>) -> Result<&'static str, actix_web::Error> {
        if user.role != "clerk" {
            return Err(actix_web::error::ErrorForbidden("no"));
        }
        Ok("ok")
    }

    // Nothing infers it at `.to(…)`, guarded or not: to compile is all that can be asked of it.
    #[paseto_required]
    #[allow(dead_code)]
    pub(crate) async fn opaque(path: Path<(impl DeserializeOwned + Display + 'static,)>) -> String {
        path.0.to_string()
    }

    type M = Method;

    #[get("/none")]
    #[paseto_required]
    pub(crate) async fn none() -> &'static str {
        "ok"
    }

    #[get("/twelve")]
    #[paseto_required]
    #[allow(clippy::too_many_arguments)]
    pub(crate) async fn twelve(
        a: M,
        b: M,
        c: M,
        d: M,
        e: M,
        f: M,
        g: M,
        h: M,
        i: M,
        j: M,
        k: M,
        l: M,
    ) -> String {
        [a, b, c, d, e, f, g, h, i, j, k, l].len().to_string()
    }

    #[get("/sixteen")]
    #[paseto_required]
    #[allow(clippy::too_many_arguments)]
    pub(crate) async fn sixteen(
        a: M,
        b: M,
        c: M,
        d: M,
        e: M,
        f: M,
        g: M,
        h: M,
        i: M,
        j: M,
        k: M,
        l: M,
        m: M,
        n: M,
        o: M,
        p: M,
    ) -> String {
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p].len().to_string()
    }

    #[get("/seventeen")]
    #[paseto_required]
    #[allow(clippy::too_many_arguments)]
    pub(crate) async fn seventeen(
        a: M,
        b: M,
        c: M,
        d: M,
        e: M,
        f: M,
        g: M,
        h: M,
        i: M,
        j: M,
        k: M,
        l: M,
        m: M,
        n: M,
        o: M,
        p: M,
        Point { x, .. }: Point,
    ) -> String {
        format!("{} {x}", [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p].len())
    }

    #[post("/twenty")]
    #[paseto_required]
    #[allow(clippy::too_many_arguments)]
    pub(crate) async fn twenty(
        user: Claims<User>,
        a: M,
        b: M,
        c: M,
        d: M,
        e: M,
        f: M,
        g: M,
        h: M,
        i: M,
        j: M,
        k: M,
        l: M,
        m: M,
        n: M,
        o: M,
        p: M,
        q: M,
        token: Token,
        mut body: String,
    ) -> String {
        body.push_str(&user.role);
        let all = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q];
        format!("{} {} {body}", all.len(), token.subject())
    }
}

#[actix_web::test]
async fn handlers_of_every_shape() {
    use shapes as at;
    guarded!(
        [
            to("GET", "/generic/7"),
            to("GET", "/patterns"),
            to("POST", "/destructured"),
            to("GET", "/boxed?7"),
            to("GET", "/responder"),
            to("GET", "/early"),
            to("GET", "/none"),
            to("GET", "/twelve"),
            to("GET", "/sixteen"),
            to("GET", "/seventeen"),
            to("POST", "/twenty"),
        ]
        .app_data(web::Data::new([0_u8; 4]))
        .route("/generic/{id}", web::get().to(at::generic::<u32, 4>))
        .service((at::patterns, at::destructured, at::boxed, at::responder, at::early))
        .service((at::none, at::twelve, at::sixteen, at::seventeen, at::twenty))
    );
}

mod methods {
    use actix_paseto::prelude::*;
    use actix_web::web::Path;

    use super::User;

    actix_paseto::policy! {
        /// Clerks alone.
        pub(crate) Clerks: claims = User, require = claims.role == "clerk";
        pub(crate) Anyone: optional
    }

    pub(crate) struct Shop;

    impl Shop {
        #[paseto_required(policy = Clerks)]
        pub(crate) async fn sell(id: Path<u32>, user: Claims<User>) -> String {
            format!("{id} {}", user.role)
        }

        #[paseto_optional(policy = Anyone)]
        pub(crate) async fn look(token: Option<Token>) -> String {
            token.map_or("nobody".to_owned(), |token| token.subject().to_string())
        }
    }
}

#[actix_web::test]
async fn associated_functions_with_a_named_policy() {
    guarded!([to("GET", "/sell/7")].route("/sell/{id}", web::get().to(methods::Shop::sell)));
    let paseto = support::paseto("").await;
    let app = App::new().configure(paseto.install()).route("/", web::get().to(methods::Shop::look));
    let app = init_service(app).await;
    assert_eq!(call(&app, support::get("/")).await.text(), "nobody");
    let token = mint(&payload(json!({})));
    assert_eq!(call(&app, support::get("/").insert_header(bearer(&token))).await.text(), "alice");
}

mod named_policies {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use actix_paseto::prelude::*;
    use actix_web::dev::Payload;
    use actix_web::{FromRequest, HttpRequest, get};

    use super::User;

    actix_paseto::policy! {
        pub(crate) AsConfigured;
        pub(crate) OfUsers: claims = User;
        pub(crate) Visitors: optional, claims = User;
    }

    #[get("/live")]
    #[paseto_required(policy = AsConfigured)]
    pub(crate) async fn live(_socket: WebSocket, token: Token) -> String {
        token.place().to_string()
    }

    #[get("/visited")]
    #[paseto_optional(policy = Visitors)]
    pub(crate) async fn visited(_socket: WebSocket, user: Option<Claims<User>>) -> String {
        user.map_or("nobody".to_owned(), |user| user.role.clone())
    }

    #[get("/plain")]
    #[paseto_required(policy = AsConfigured)]
    pub(crate) async fn plain(token: Token) -> String {
        token.place().to_string()
    }

    pub(crate) static EXTRACTED: AtomicUsize = AtomicUsize::new(0);

    pub(crate) struct Counted;

    impl FromRequest for Counted {
        type Error = actix_web::Error;
        type Future = std::future::Ready<Result<Self, Self::Error>>;

        fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
            EXTRACTED.fetch_add(1, Ordering::SeqCst);
            std::future::ready(Ok(Self))
        }
    }

    #[get("/of-users")]
    #[paseto_required(policy = OfUsers)]
    pub(crate) async fn of_users(_first: Counted, user: Claims<User>) -> String {
        user.role.clone()
    }

    #[get("/maybe")]
    #[paseto_optional(policy = Visitors)]
    pub(crate) async fn maybe(_first: Counted, user: Option<Claims<User>>) -> String {
        user.map_or("nobody".to_owned(), |user| user.role.clone())
    }
}

#[actix_web::test]
async fn a_named_policy_on_a_websocket_looks_where_websockets_look() {
    use named_policies as at;
    let paseto = support::paseto("websocket_sources = [\"query\"]").await;
    let app = support::app!(paseto, at::live, at::plain, at::visited);
    let token = mint(&payload(json!({ "role": "clerk" })));
    let (header, missing) = (bearer(&token), (401, "token_missing".to_owned()));
    let reply = call(&app, support::get(&format!("/live?token={token}"))).await;
    assert_eq!(reply.text(), "query parameter `token`");
    let reply = call(&app, support::get("/live").insert_header(header.clone())).await;
    assert_eq!(reply.verdict(), missing);
    let reply = call(&app, support::get(&format!("/visited?token={token}"))).await;
    assert_eq!(reply.text(), "clerk");
    assert_eq!(call(&app, support::get("/visited").insert_header(header)).await.text(), "nobody");
    let reply = call(&app, support::get(&format!("/plain?token={token}"))).await;
    assert_eq!(reply.verdict(), missing);
}

/// Never after the other parameters, and never as if there were no token.
#[actix_web::test]
async fn a_named_policy_reads_the_claims_before_anything_is_extracted() {
    use named_policies as at;
    let app = support::app!(support::paseto("").await, at::of_users, at::maybe);
    let token = mint(&payload(json!({ "role": 7 })));
    for uri in ["/of-users", "/maybe"] {
        let reply = call(&app, support::get(uri).insert_header(bearer(&token))).await;
        assert_eq!(reply.verdict(), (401, "claims_invalid".to_owned()), "{uri}");
    }
    assert_eq!(at::EXTRACTED.load(std::sync::atomic::Ordering::SeqCst), 0);
}

mod hostile {
    //! Names that generated code might trip over.

    #![allow(dead_code, non_camel_case_types, reason = "the names are the point")]

    use ::actix_paseto::prelude::*;
    use ::actix_web::{get, post};

    use super::User;

    mod core {}
    mod std {}
    mod alloc {}
    mod actix_paseto {}
    mod paseto_runtime {}
    mod serde {}
    struct Option;
    struct Result;
    struct Vec;
    struct Some;
    struct Ok;
    struct Err;
    struct str;
    struct bool;
    struct u8;
    trait FromRequest {}
    trait Policy {}
    type String = ::std::string::String;

    #[get("/c")]
    #[paseto_required]
    pub(crate) async fn c(c: Claims<User>) -> String {
        c.role.clone()
    }

    #[get("/req")]
    #[paseto_required(require = req.path() == "/req" && token.is_fresh() && claims.role == "clerk")]
    pub(crate) async fn req(user: Claims<User>) -> String {
        user.role.clone()
    }

    #[post("/body")]
    #[paseto_required(assertion = with(nothing), from(header, with(nothing)))]
    pub(crate) async fn body(body: String) -> String {
        body
    }

    fn nothing(_: &::actix_web::HttpRequest) -> ::std::option::Option<String> {
        None
    }

    #[get("/claims")]
    #[paseto_required(require = claims.role == "clerk", claims = User)]
    pub(crate) async fn claims() -> &'static ::core::primitive::str {
        "ok"
    }

    #[get("/token")]
    #[paseto_required(require = token.subject() == &"alice", fresh = "15m")]
    pub(crate) async fn token(token: Token) -> String {
        token.subject().to_string()
    }

    #[get("/raw")]
    #[paseto_required]
    pub(crate) async fn r#type(r#match: Token) -> String {
        r#match.subject().to_string()
    }

    /// `#[get]` itself does not bear it, so these two are registered by hand.
    pub(crate) mod beside_a_module_named_actix_web {
        use ::actix_paseto::prelude::*;
        use ::actix_web::web::Path;

        mod actix_web {}

        #[paseto_required(fresh, from(header, query), assertion = with(alpha))]
        pub(crate) async fn bound(id: Path<u32>) -> super::String {
            ::std::format!("{id}")
        }

        fn alpha(_: &::actix_web::HttpRequest) -> ::std::option::Option<&'static super::text> {
            ::std::option::Option::None
        }

        #[paseto_required]
        pub(crate) async fn plain(id: Path<u32>, token: Token) -> super::String {
            ::std::format!("{id} {}", token.subject())
        }
    }

    type text = ::core::primitive::str;

    pub(crate) mod named_core {
        use actix_paseto::prelude::*;
        use actix_web::get;

        #[get("/core")]
        #[paseto_required(assertion = header("x-none"))]
        pub(crate) async fn core() -> &'static str {
            "never"
        }

        #[get("/args")]
        #[paseto_required]
        pub(crate) async fn into_args(__args: Token) -> String {
            __args.subject().to_string()
        }
    }
}

#[actix_web::test]
async fn hostile_names_in_scope() {
    use hostile as at;
    guarded!(
        [
            to("GET", "/c"),
            to("GET", "/req"),
            to("GET", "/claims"),
            to("GET", "/token"),
            to("GET", "/raw"),
            to("GET", "/args"),
            to("GET", "/plain/7"),
        ]
        .route("/plain/{id}", web::get().to(at::beside_a_module_named_actix_web::plain))
        .route("/bound/{id}", web::get().to(at::beside_a_module_named_actix_web::bound))
        .service((at::c, at::req, at::claims, at::token, at::r#type))
        .service((at::named_core::core, at::named_core::into_args))
    );
    let paseto = support::paseto("").await;
    let app = support::app!(paseto, at::body, at::named_core::core);
    let token = mint(&payload(json!({})));
    for request in [support::post("/body"), support::get("/core")] {
        let reply = call(&app, request.insert_header(bearer(&token))).await;
        assert_eq!(reply.verdict(), (401, "token_invalid".to_owned()));
    }
}

mod siblings {
    #![allow(clippy::needless_for_each, reason = "generated by utoipa")]

    use actix_paseto::prelude::*;
    use actix_web::web::Path;
    use actix_web::{get, post};

    #[get("/traced-below")]
    #[paseto_required]
    #[tracing::instrument(skip(token))]
    pub(crate) async fn traced_below(token: Token) -> String {
        token.subject().to_string()
    }

    #[get("/traced-above/{id}")]
    #[tracing::instrument(skip_all, fields(id = %id))]
    #[paseto_required]
    pub(crate) async fn traced_above(id: Path<u32>, token: Token) -> String {
        format!("{id} {}", token.subject())
    }

    #[paseto_required]
    #[tracing::instrument(skip_all)]
    #[post("/all-above")]
    pub(crate) async fn all_above(body: String) -> String {
        body
    }

    #[utoipa::path(get, path = "/documented/{id}", responses((status = 200)), params(("id" = u32, Path)))]
    #[get("/documented/{id}")]
    #[paseto_required]
    pub(crate) async fn documented(id: Path<u32>) -> String {
        id.to_string()
    }

    #[paseto_required]
    #[utoipa::path(get, path = "/documented-below", responses((status = 200)))]
    #[get("/documented-below")]
    pub(crate) async fn documented_below() -> &'static str {
        "ok"
    }

    #[get("/everything")]
    #[utoipa::path(get, path = "/everything", responses((status = 200)))]
    #[paseto_required]
    #[tracing::instrument]
    pub(crate) async fn everything() -> &'static str {
        "ok"
    }
}

#[actix_web::test]
async fn beside_tracing_and_utoipa() {
    use siblings as at;
    guarded!(
        [
            to("GET", "/traced-below"),
            to("GET", "/traced-above/7"),
            to("POST", "/all-above"),
            to("GET", "/documented/7"),
            to("GET", "/documented-below"),
            to("GET", "/everything"),
        ]
        .service((at::traced_below, at::traced_above, at::all_above))
        .service((at::documented, at::documented_below, at::everything))
    );
}

mod facade {
    //! What an application's own crate may do with ours.

    pub(crate) mod deep {
        pub(crate) use actix_paseto as auth;
    }
}

mod renamed {
    use actix_web::get;

    use super::User;
    use super::facade::deep::auth::{Claims, paseto_guarded, paseto_required};

    #[get("/renamed")]
    #[paseto_required(crate = crate::facade::deep::auth, require = claims.role == "clerk")]
    pub(crate) async fn handler(user: Claims<User>) -> String {
        user.role.clone()
    }

    #[paseto_guarded(crate = crate::facade::deep::auth)]
    pub(crate) mod module {
        use actix_web::get;

        #[get("/renamed-module")]
        pub(crate) async fn inside() -> &'static str {
            "ok"
        }
    }
}

#[actix_web::test]
async fn a_renamed_facade() {
    guarded!(
        [to("GET", "/renamed"), to("GET", "/renamed-module")]
            .service((renamed::handler, renamed::module::inside))
    );
}
