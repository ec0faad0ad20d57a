//! Declare on an Actix handler who may call it; the macro writes the PASETO check.
