using Hearth.Spark.Configuration;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Submission;

public sealed class SubmitUploadTests : IDisposable
{
    private const int LargerThanAPart = (40 << 20) + 17;
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-upload-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Local_files_go_to_an_S3_store_once()
    {
        await using var api = await RecordingApiServer.StartAsync();
        await using var store = await LoopbackS3.StartAsync(failures: 2);
        File.WriteAllText(Path.Combine(_folder, "main.py"), "print(1)");
        var first = await SubmitAsync(api, store.Address, "main.py");
        first.ExitCode.ShouldBe(0, first.Error);
        first.Error.ShouldContain("Uploaded main.py");
        store.Objects.Single().Key.ShouldMatch("^/bucket/up/spark-upload-[0-9a-f-]{36}/main.py$");
        System.Text.Encoding.UTF8.GetString(store.Objects.Single().Value).ShouldBe("print(1)");
        ArgumentsOf(api).ShouldContain(argument => argument.StartsWith("s3a://bucket/up/spark-upload-", StringComparison.Ordinal));

        var second = await SubmitAsync(api, store.Address, "main.py");
        second.Error.ShouldContain("Already there: main.py");
        store.Objects.Count.ShouldBe(1);
        store.Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task Large_files_go_in_parts()
    {
        await using var api = await RecordingApiServer.StartAsync();
        await using var store = await LoopbackS3.StartAsync();
        var content = new byte[LargerThanAPart];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(Path.Combine(_folder, "big.py"), content);
        var run = await SubmitAsync(api, store.Address, "big.py");
        run.ExitCode.ShouldBe(0, run.Error);
        store.Objects.Single().Value.AsSpan().SequenceEqual(content).ShouldBeTrue();
        store.Requests.Count(request => request.StartsWith("PUT", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_created_where_an_upload_fails()
    {
        await using var api = await RecordingApiServer.StartAsync();
        File.WriteAllText(Path.Combine(_folder, "main.py"), "print(1)");
        var run = await SubmitAsync(api, "http://127.0.0.1:1", "main.py");
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("Uploading file");
        run.Error.ShouldNotContain("s3cr3t");
        api.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_before_anything_is_created()
    {
        await using var api = await RecordingApiServer.StartAsync();
        var run = await SubmitAsync(api, "http://127.0.0.1:1", "missing.py");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("missing.py does not exist");
        api.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_schemes_are_refused_with_what_works()
    {
        await using var api = await RecordingApiServer.StartAsync();
        File.WriteAllText(Path.Combine(_folder, "main.py"), "print(1)");
        var run = await SubmitRun.Of(["--master", "k8s://" + api.Address, "--conf", "spark.kubernetes.container.image=i", "--conf", $"{SparkKeys.UploadPath}=hdfs://n/up", "main.py"], null, _folder);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("hdfs");
        run.Error.ShouldContain("s3a://");
    }

    [Fact]
    public async Task A_folder_gets_each_content_once()
    {
        await using var api = await RecordingApiServer.StartAsync();
        File.WriteAllText(Path.Combine(_folder, "main.py"), "print(1)");
        string[] args = ["--master", "k8s://" + api.Address, "--conf", "spark.kubernetes.submission.waitAppCompletion=false", "--conf", "spark.kubernetes.container.image=i", "--conf", $"{SparkKeys.UploadPath}=file://{_folder}/up", "main.py"];
        (await SubmitRun.Of(args, null, _folder)).Error.ShouldContain("Uploaded main.py");
        (await SubmitRun.Of(args, null, _folder)).Error.ShouldContain("Already there: main.py");
        Directory.GetFiles(Path.Combine(_folder, "up"), "main.py", SearchOption.AllDirectories).Length.ShouldBe(1);
        File.WriteAllText(Path.Combine(_folder, "main.py"), "print(2)");
        (await SubmitRun.Of(args, null, _folder)).Error.ShouldContain("Uploaded main.py");
        Directory.GetFiles(Path.Combine(_folder, "up"), "main.py", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    private Task<SubmitRun> SubmitAsync(RecordingApiServer api, string endpoint, string file) => SubmitRun.Of(
        [
            "--master", "k8s://" + api.Address, "--conf", "spark.kubernetes.submission.waitAppCompletion=false", "--conf", "spark.kubernetes.container.image=i",
            "--conf", $"{SparkKeys.UploadPath}=s3a://bucket/up", "--conf", "spark.hadoop.fs.s3a.endpoint=" + endpoint, "--conf", "spark.hadoop.fs.s3a.path.style.access=true",
            "--conf", "spark.hadoop.fs.s3a.access.key=key", "--conf", "spark.hadoop.fs.s3a.secret.key=s3cr3t", file,
        ],
        null,
        _folder);

    private static IEnumerable<string> ArgumentsOf(RecordingApiServer api) =>
        api.Writes[0]["body"]!["spec"]!["containers"]![0]!["args"]!.AsArray().Select(argument => argument!.ToString());
}
