package io.sluice.sink.store;

import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.s3.S3TestServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contracts of targets and of the protocol, on s3proxy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ProxyTargetTest extends ProtocolContract {
    private final S3TestServer server = S3TestServer.s3proxy();

    @AfterAll
    void end() {
        server.close();
    }

    @Override
    Target open(String place) throws IOException {
        return server.target(place, Disk.process());
    }
}
