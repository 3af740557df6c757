# The layout that the published Keycloak image has, from parts that need no container registry.
FROM scratch
ADD rootfs.tar /
ADD keycloak.tar.gz /opt/
RUN mv /opt/keycloak-* /opt/keycloak && chown -R 1000:0 /opt/keycloak
# KC_RUN_IN_CONTAINER: otherwise Keycloak listens on the container's own loopback interface only.
ENV KC_RUN_IN_CONTAINER=true LANG=C.UTF-8
USER 1000
# The first start with given build options rewrites Keycloak's own jars, half of the time a start takes.
# Done here, with the options that the test container sets, no later start repeats it.
RUN timeout 600 bash -c 'KC_HEALTH_ENABLED=true KC_METRICS_ENABLED=false JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1 \
    /opt/keycloak/bin/kc.sh start-dev & \
    until : </dev/tcp/127.0.0.1/8080; do kill -0 $! || exit 1; sleep 1; done 2>/dev/null; \
    kill $!; wait $!; rm -r /opt/keycloak/data/*'
EXPOSE 8080 8443 9000
ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]
