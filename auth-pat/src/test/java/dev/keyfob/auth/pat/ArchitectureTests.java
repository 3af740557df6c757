package dev.keyfob.auth.pat;

import dev.keyfob.auth.testkit.ArchitectureContract;

class ArchitectureTests extends ArchitectureContract {}
