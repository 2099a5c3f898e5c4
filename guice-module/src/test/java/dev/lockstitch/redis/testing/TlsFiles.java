package dev.lockstitch.redis.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A key pair with a certificate that vouches for itself, as files: for Redis, and for clients that are to trust it. */
public final class TlsFiles implements AutoCloseable {

    public static final String PASSWORD = "changeit";

    private final Path directory;

    /**
     * Makes a new one, which takes about a second.
     *
     * @param names as keytool has them: {@code dns:localhost,ip:127.0.0.1}
     */
    public TlsFiles(String names) {
        try {
            directory = Files.createTempDirectory("lockstitch-tls");
            keytool("-genkeypair", "-alias", "redis", "-keyalg", "EC", "-dname", "CN=redis", "-ext", "san=" + names);
            KeyStore keys = KeyStore.getInstance(path("keys.p12").toFile(), PASSWORD.toCharArray());
            write(
                    "key.pem",
                    "PRIVATE KEY",
                    keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
            write("cert.pem", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("redis", keys.getCertificate("redis"));
            try (OutputStream out = Files.newOutputStream(path("trusted.p12"))) {
                trusted.store(out, PASSWORD.toCharArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Settings for a Redis that speaks TLS with this certificate on one more port. */
    public String[] redisSettings(int port) {
        return new String[] {
            "--tls-port", "" + port,
            "--tls-cert-file", certificate(),
            "--tls-key-file", key(),
            "--tls-ca-cert-file", certificate(),
            "--tls-auth-clients", "no"
        };
    }

    public String certificate() {
        return path("cert.pem").toString();
    }

    public String key() {
        return path("key.pem").toString();
    }

    /** A trust store with nothing but this certificate. */
    public URL trustStore() {
        try {
            return path("trusted.p12").toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(String file) {
        return directory.resolve(file);
    }

    private void keytool(String... words) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-J-XX:TieredStopAtLevel=1"),
                        Stream.of(words))
                .toList();
        Process process = new ProcessBuilder(Stream.concat(
                                command.stream(),
                                Stream.of(
                                        "-keystore",
                                        path("keys.p12").toString(),
                                        "-storetype",
                                        "PKCS12",
                                        "-storepass",
                                        PASSWORD))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(path("keytool.log").toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + Files.readString(path("keytool.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void write(String file, String kind, byte[] content) throws IOException {
        Files.writeString(
                path(file),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n");
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
