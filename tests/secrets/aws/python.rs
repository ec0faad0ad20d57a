//! What boto3 writes we read, and what we write boto3 reads.

use actix_paseto::secrets::{SecretSource as _, SetOptions};

use super::moto::Moto;
use super::{path, text, write};

#[actix_web::test]
async fn boto3_reads_what_we_write() {
    let moto = Moto::start();
    let source = moto.source().await;
    write(&source, "apps/text", "k4.é").await;
    write(&source, "apps/api#a", "1").await;
    write(&source, "apps/api#b", "\"2\"").await;
    let binary = vec![0, 1, 255].into();
    source.set(&path("apps/binary"), &binary, SetOptions::Always).await.unwrap();
    let read = moto.boto3(
        "get = lambda name: sm.get_secret_value(SecretId=name)\n\
         assert get('apps/text')['SecretString'] == 'k4.é'\n\
         assert json.loads(get('apps/api')['SecretString']) == dict(a='1', b='\"2\"')\n\
         assert get('apps/binary')['SecretBinary'] == bytes([0, 1, 255])\n\
         print('read')",
    );
    assert_eq!(read, "read");
}

#[actix_web::test]
async fn we_read_what_boto3_writes() {
    let moto = Moto::start();
    let source = moto.source().await;
    moto.boto3(
        "fields = dict(key='k4.é\\n\"', port=1)\n\
         sm.create_secret(Name='apps/api', SecretString=json.dumps(fields))\n\
         sm.create_secret(Name='apps/text', SecretString='old')\n\
         sm.put_secret_value(SecretId='apps/text', SecretString='new')",
    );
    assert_eq!(text(&source, "apps/api#key").await, "k4.é\n\"");
    assert_eq!(text(&source, "apps/api#port").await, "1");
    assert_eq!(text(&source, "apps/text").await, "new");
    let previous = path("apps/text").version("AWSPREVIOUS");
    assert_eq!(source.get(&previous).await.unwrap().bytes.expose(), b"old");
}
