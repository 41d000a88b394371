import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Runs one spark-submit after the other in this process. A line of standard input is a command line, its arguments in base64 and separated
 * by blanks; the answer is a line: "ok", or "error" and the message in base64.
 */
public final class SparkSubmitter {
    private static final class Exit extends RuntimeException {
        Exit(Object code) { super("exit code " + code); }
    }

    public static void main(String[] none) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        org.apache.spark.deploy.SparkSubmit$.MODULE$.exitFn_$eq(new scala.runtime.AbstractFunction2() {
            public Object apply(Object code, Object cause) { throw new Exit(code); }
        });
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ", -1);
            for (int i = 0; i < words.length; i++) words[i] = new String(Base64.getDecoder().decode(words[i]), StandardCharsets.UTF_8);
            String answer = "ok";
            try {
                org.apache.spark.deploy.SparkSubmit.main(words);
            } catch (Throwable thrown) {
                // A proxy user's action is called by reflection.
                Throwable error = thrown;
                while (error instanceof java.lang.reflect.UndeclaredThrowableException && error.getCause() != null) error = error.getCause();
                answer = "error " + Base64.getEncoder().encodeToString(String.valueOf(error).getBytes(StandardCharsets.UTF_8));
            }
            answers.println(answer);
            answers.flush();
        }
        System.exit(0);
    }
}
