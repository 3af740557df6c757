package dev.keyfob.cli.command.api;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;

/**
 * What a service has answered.
 *
 * @param uri the address that answered
 * @param version the protocol spoken
 * @param status the status code
 * @param headers the headers
 * @param body the body, to be closed
 */
record ApiAnswer(URI uri, Version version, int status, HttpHeaders headers, InputStream body) {}
