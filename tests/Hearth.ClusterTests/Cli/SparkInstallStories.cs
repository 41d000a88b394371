using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary><c>hearth spark install</c> against a mirror on loopback.</summary>
public sealed class SparkInstallStories : IDisposable
{
    private readonly TemporaryHome _home = new();
    private readonly HttpListener _listener = new();
    private readonly string _mirror;
    private readonly byte[] _archive = Archive();
    private readonly List<string> _ranges = [];
    private string _sum;
    private int _cutAfter = int.MaxValue;

    public SparkInstallStories()
    {
        _sum = Convert.ToHexStringLower(SHA512.HashData(_archive));
        for (var port = 22000 + (Environment.ProcessId % 4000); ; port++)
        {
            _mirror = $"http://127.0.0.1:{port}/";
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(_mirror);
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException)
            {
                // Taken; the next one.
            }
        }

        _ = ServeAsync();
    }

    private string Target => Path.Combine(_home.Home, "spark", "9.9.9");

    public void Dispose()
    {
        ((IDisposable)_listener).Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task A_release_is_downloaded_checked_and_listed()
    {
        await using var install = await InstallAsync("9.9.9");
        install.ExitCode.ShouldBe(0, install.Text);
        File.Exists(Path.Combine(Target, "bin", "spark-submit")).ShouldBeTrue();

        await using var list = await HearthProcess.RunAsync(_home.Home, "spark", "list", "-o", "json");
        list.Text.ShouldContain("\"version\": \"9.9.9\"");
        Directory.GetFileSystemEntries(Path.Combine(_home.Home, "spark")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_stopped()
    {
        _cutAfter = _archive.Length / 2;
        await using (var broken = await InstallAsync("9.9.9"))
        {
            broken.ExitCode.ShouldBe(3, broken.Text);
            broken.Text.ShouldContain("goes on from there");
            Directory.Exists(Target).ShouldBeFalse();
        }

        _cutAfter = int.MaxValue;
        await using var install = await InstallAsync("9.9.9");
        install.ExitCode.ShouldBe(0, install.Text);
        _ranges.ShouldHaveSingleItem().ShouldStartWith("bytes=");
    }

    [Fact]
    public async Task A_wrong_checksum_installs_nothing()
    {
        _sum = new string('0', 128);
        await using var install = await InstallAsync("9.9.9");
        install.ExitCode.ShouldBe(3, install.Text);
        install.Text.ShouldContain("SHA-512");
        Directory.GetFileSystemEntries(Path.Combine(_home.Home, "spark")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1.2.3", "there is no Spark 1.2.3")]
    [InlineData("latest", "is no version of Spark")]
    [InlineData("../../etc", "is no version of Spark")]
    public async Task A_version_that_does_not_exist_is_told(string version, string words)
    {
        await using var install = await InstallAsync(version);
        install.ExitCode.ShouldBe(2, install.Text);
        install.Text.ShouldContain(words);
    }

    /// <summary>Full in the middle of the download, and of the unpacking.</summary>
    [SkippableTheory]
    [InlineData("600k")]
    [InlineData("1600k")]
    public async Task A_full_disk_is_told_and_nothing_half_done_is_left(string size)
    {
        var disk = Directory.CreateDirectory(Path.Combine(_home.Home, "spark")).FullName;
        Skip.IfNot(Environment.IsPrivilegedProcess && await SucceedsAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "hearth-test", disk), "needs permission to mount");
        try
        {
            await using var install = await InstallAsync("9.9.9");
            install.ExitCode.ShouldBe(2, install.Text);
            install.Text.ShouldContain($"the disk of {disk} is full");
            install.Text.ShouldContain("set HEARTH_HOME to another disk");
            Directory.GetFileSystemEntries(disk).ShouldHaveSingleItem().ShouldEndWith(".partial");
        }
        finally
        {
            await SucceedsAsync("umount", disk);
        }
    }

    private static async Task<bool> SucceedsAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    [Fact]
    public async Task A_mirror_that_does_not_answer_is_told()
    {
        _listener.Stop();
        await using var install = await InstallAsync("9.9.9");
        install.ExitCode.ShouldBe(3, install.Text);
        install.Text.ShouldContain("--mirror");
    }

    private Task<HearthProcess> InstallAsync(string version) => HearthProcess.RunAsync(_home.Home, "spark", "install", version, "--mirror", _mirror);

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        using var response = call.Response;
        var path = call.Request.Url!.AbsolutePath;
        if (path == "/spark-9.9.9/spark-9.9.9-bin-hadoop3.tgz.sha512")
        {
            await response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes($"{_sum}  spark-9.9.9-bin-hadoop3.tgz\n"));
            return;
        }

        if (path != "/spark-9.9.9/spark-9.9.9-bin-hadoop3.tgz")
        {
            response.StatusCode = 404;
            return;
        }

        var from = 0;
        if (call.Request.Headers["Range"] is { } range)
        {
            _ranges.Add(range);
            from = int.Parse(range["bytes=".Length..].TrimEnd('-'));
            response.StatusCode = 206;
        }

        response.ContentLength64 = _archive.Length - from;
        var length = Math.Min(_archive.Length - from, _cutAfter);
        await response.OutputStream.WriteAsync(_archive.AsMemory(from, length));
        if (length < _archive.Length - from)
            response.Abort();
    }

    /// <summary>The least that counts as a distribution, with enough noise in it to be cut in two.</summary>
    private static byte[] Archive()
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            Add(tar, "RELEASE", Encoding.ASCII.GetBytes("Spark 9.9.9 built for Hadoop 3\n"));
            Add(tar, "bin/spark-submit", "#!/bin/sh\n"u8.ToArray());
            Add(tar, "jars/noise.jar", RandomNumberGenerator.GetBytes(1 << 20));
        }

        return buffer.ToArray();
    }

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "spark-9.9.9-bin-hadoop3/" + name) { DataStream = new MemoryStream(content) });
}
