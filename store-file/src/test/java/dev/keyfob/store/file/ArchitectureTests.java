package dev.keyfob.store.file;

import dev.keyfob.auth.testkit.ArchitectureContract;

class ArchitectureTests extends ArchitectureContract {}
