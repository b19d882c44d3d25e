// A CloudFront function for "viewer request": a bucket behind CloudFront does not know that /a/ is /a/index.html.
// (A bucket's own website endpoint does, and needs no function.)
function handler(event) {
  var request = event.request;
  if (request.uri.endsWith("/")) {
    request.uri += "index.html";
  } else if (request.uri.lastIndexOf(".") <= request.uri.lastIndexOf("/")) {
    return { statusCode: 301, statusDescription: "Moved Permanently", headers: { location: { value: request.uri + "/" } } };
  }
  return request;
}
