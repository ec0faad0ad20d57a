//! The example of a service that calls a service.

use crate::harness::App;

#[test]
fn outgoing() {
    let app = App::start("outgoing", &[]);
    app.get("/order/pears").send().is("7 pears for orders");
    assert_eq!(app.get("/stock/pears").send().status, 404);
}
