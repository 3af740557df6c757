/** Programs that use keyfob as a library. They need nothing but its API to compile. */
module com.example.embedding {
  requires dev.keyfob.auth.api;
}
