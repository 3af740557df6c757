package dev.keyfob.auth.api.internal;

import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.internal.profile.ProfileReader;
import dev.keyfob.auth.api.internal.profile.ProfileRepository;
import dev.keyfob.auth.api.internal.profile.ProfileSchema;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The profiles of an open instance. What is in memory of a profile is forgotten when it changes.
 */
public final class DefaultProfiles implements Profiles {
  private final Composition parts;

  DefaultProfiles(Composition parts) {
    this.parts = parts;
  }

  @Override
  public NavigableSet<String> names() {
    return repository().names();
  }

  @Override
  public ServiceProfile get(String name) {
    return repository().get(name);
  }

  @Override
  public JsonObject document(String name) {
    return repository().document(name);
  }

  @Override
  public Map<String, String> overrides(String name) {
    return repository().overrides(name);
  }

  @Override
  public boolean isOwn(String name) {
    return repository().ownNames().contains(name);
  }

  @Override
  public boolean isBuiltIn(String name) {
    return repository().isBuiltIn(name);
  }

  @Override
  public ServiceProfile parse(String name, JsonObject document) {
    parts.lifecycle.requireOpen();
    return ProfileReader.read(name, document, name);
  }

  @Override
  public NavigableSet<String> templates() {
    return repository().templates();
  }

  @Override
  public JsonObject template(String name) {
    return repository().template(name);
  }

  @Override
  public List<String> unknownKeys(JsonObject document) {
    parts.lifecycle.requireOpen();
    return ProfileSchema.unknown(document);
  }

  @Override
  public List<String> knownKeys() {
    parts.lifecycle.requireOpen();
    return ProfileSchema.names();
  }

  @Override
  public JsonObject with(JsonObject document, String key, String text) {
    parts.lifecycle.requireOpen();
    return ProfileSchema.with(document, key, text);
  }

  @Override
  public Path put(String name, JsonObject document) {
    Path file = repository().put(name, document);
    parts.cache.forgetProfile(name);
    return file;
  }

  @Override
  public JsonObject generateClientKey(
      String name, String algorithm, Optional<String> store, boolean replace) {
    parts.lifecycle.requireOpen();
    return new ClientKeyMaker(parts).make(name, algorithm, store, replace);
  }

  @Override
  public boolean remove(String name) {
    boolean removed = repository().remove(name);
    parts.cache.forgetProfile(name);
    return removed;
  }

  private ProfileRepository repository() {
    parts.lifecycle.requireOpen();
    return parts.profiles;
  }
}
