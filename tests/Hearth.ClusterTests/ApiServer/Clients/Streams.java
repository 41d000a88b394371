import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What fabric8, the client that Spark uses, does with a pod that runs: commands, terminals, logs, files, ports. */
public final class Streams {
    private static final long PATIENCE = 120;

    public static void main(String[] arguments) throws Exception {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            var pods = client.pods().inNamespace(arguments[0]);
            var pod = pods.withName("p");
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            try (var exec = pod.writingOutput(out).writingError(err).exec("sh", "-c", "echo out; echo err >&2; exit 7")) {
                var code = exec.exitCode().get(PATIENCE, TimeUnit.SECONDS);
                say("exec", List.of(out.toString(), err.toString(), code));
            }
            out.reset();
            try (var exec = pod.readingInput(new ByteArrayInputStream("piped\n".getBytes())).writingOutput(out).exec("head", "-n", "1")) {
                exec.exitCode().get(PATIENCE, TimeUnit.SECONDS);
                say("input", out.toString());
            }
            out.reset();
            try (var exec = pod.redirectingInput().writingOutput(out).withTTY().exec("sh", "-c", "test -t 0 && test -t 1 && echo terminal")) {
                exec.exitCode().get(PATIENCE, TimeUnit.SECONDS);
                say("terminal", out.toString());
            }
            say("log", pod.getLog());
            say("tail", pod.tailingLines(1).getLog());
            out.reset();
            try (var log = pods.withName("talker").watchLog(out)) {
                while (!out.toString().contains("3"))
                    TimeUnit.MILLISECONDS.sleep(20);
                say("followed", out.toString().lines().toList());
            }
            try (var forward = pod.portForward(8080)) {
                var address = URI.create("http://127.0.0.1:" + forward.getLocalPort() + "/page");
                say("forwarded", HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body());
            }
            var sent = Files.createTempFile("hearth-upload-", "");
            var back = Files.createTempFile("hearth-copy-", "");
            try {
                var content = new byte[300_000];
                new java.util.Random(1).nextBytes(content);
                Files.write(sent, content);
                say("uploaded", pod.file("/tmp/got").upload(sent));
                say("copied", pod.file("/tmp/got").copy(back));
                say("the same", Arrays.equals(content, Files.readAllBytes(back)));
                try (var read = pod.file("/tmp/www/page").read()) {
                    say("read", new String(read.readAllBytes()));
                }
            } finally {
                Files.delete(sent);
                Files.delete(back);
            }
        }
        System.exit(0);
    }

    private static void say(String step, Object value) {
        System.out.println(step + ": " + Serialization.asJson(value).replaceAll("\\s*\n\\s*", "").replace(" ,", ","));
    }
}
