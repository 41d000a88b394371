using System.Text;
using Hearth.LocalCluster.Store;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>A process that is killed while it writes loses nothing that it has acknowledged.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_API_server_comes_back_with_its_objects_token_and_certificate()
    {
        var data = _folder.File("data");
        var options = new LocalCluster.ApiServer.ApiServerOptions { Random = new Random(1), DataDirectory = data };
        string token, authority;
        await using (var server = await LocalCluster.ApiServer.ApiServer.StartAsync(options, CancellationToken.None))
        {
            (token, authority) = (server.AdminToken, server.CertificateAuthorityPem);
            using var teller = new Differential.StoryTeller(server.Address, token);
            var created = await teller.TellAsync(Request("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"kept"},"data":{"a":"b"}}"""));
            created!.Status.ShouldBe(201);
        }

        await using var again = await LocalCluster.ApiServer.ApiServer.StartAsync(options, CancellationToken.None);
        again.AdminToken.ShouldBe(token);
        again.CertificateAuthorityPem.ShouldBe(authority);
        using var reader = new Differential.StoryTeller(again.Address, again.AdminToken);
        var found = await reader.TellAsync(Request("GET", "/api/v1/namespaces/default/configmaps/kept", null));
        found!.Body!["data"]!["a"]!.GetValue<string>().ShouldBe("b");
    }

    [Fact]
    public void A_log_cut_at_any_byte_gives_every_whole_record_and_takes_new_ones()
    {
        var folder = _folder.Path;
        var lengths = Write(Path.Combine(folder, "whole"), 20);
        var whole = File.ReadAllBytes(LogOf(Path.Combine(folder, "whole")));
        for (var cut = 0; cut <= whole.Length; cut += 7)
        {
            var directory = Directory.CreateDirectory(Path.Combine(folder, $"cut-{cut}")).FullName;
            File.WriteAllBytes(Path.Combine(directory, Path.GetFileName(LogOf(Path.Combine(folder, "whole")))), whole[..cut]);
            var expected = lengths.Count(end => end <= cut);
            Count(directory).ShouldBe(expected, $"cut at byte {cut}");
            using (var log = new WriteAheadLog(directory))
            {
                var store = new ObjectStore(log);
                store.TryCreate(store.Table("configmaps"), Draft("after")).ShouldNotBeNull();
            }

            Count(directory).ShouldBe(expected + 1, $"one more after the cut at byte {cut}");
        }
    }

    [Fact]
    public void Damage_before_whole_records_stops_the_start_and_cuts_nothing()
    {
        var directory = _folder.File("damaged");
        var ends = Write(directory, 6);
        var whole = File.ReadAllBytes(LogOf(directory));
        for (var at = 0; at < ends[^2]; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x55;
            File.WriteAllBytes(LogOf(directory), damaged);
            var start = ends.LastOrDefault(end => end <= at);
            Should.Throw<IOException>(() => Count(directory), $"byte {at}").Message.ShouldContain($"is damaged at byte {start}:", customMessage: $"byte {at}");
            File.ReadAllBytes(LogOf(directory)).ShouldBe(damaged);
        }
    }

    [Fact]
    public void Zeros_after_the_last_record_are_cut()
    {
        var directory = _folder.File("zeros");
        var ends = Write(directory, 3);
        using (var log = File.OpenWrite(LogOf(directory)))
            log.SetLength(ends[^1] + 8192);

        Count(directory).ShouldBe(3);
    }

    [Fact]
    public void A_log_that_is_missing_between_others_stops_the_start()
    {
        var directory = _folder.File("missing");
        for (var life = 0; life < 3; life++)
        {
            using var log = new WriteAheadLog(directory);
            var store = new ObjectStore(log);
            store.TryCreate(store.Table("configmaps"), Draft($"name-{life}")).ShouldNotBeNull();
        }

        File.Delete(Directory.EnumerateFiles(directory, "log-*").Order(StringComparer.Ordinal).ElementAt(1));
        Should.Throw<IOException>(() => Count(directory)).Message.ShouldContain("misses the changes from version 3 to 3");
    }

    [Fact]
    public void A_damaged_snapshot_stops_the_start()
    {
        var directory = _folder.File("snapshot");
        Directory.CreateDirectory(directory);
        Write(Path.Combine(_folder.Path, "whole"), 3);
        var records = File.ReadAllBytes(LogOf(Path.Combine(_folder.Path, "whole")));
        var snapshot = Path.Combine(directory, $"snapshot-{4:D20}");
        File.WriteAllBytes(snapshot, records);
        Count(directory).ShouldBe(3);

        File.WriteAllBytes(snapshot, records[..^1]);
        Should.Throw<IOException>(() => Count(directory)).Message.ShouldContain("snapshot");
    }

    [Fact]
    public void Logs_of_many_short_lives_become_a_snapshot()
    {
        var directory = _folder.Path;
        var json = Encoding.UTF8.GetBytes($"\",\"x\":\"{new string('x', 1 << 20)}\"}}}}");
        for (var life = 0; life < 40; life++)
        {
            using var log = new WriteAheadLog(directory);
            var store = new ObjectStore(log);
            store.TryCreate(store.Table("configmaps"), new Draft("default", $"name-{life}", "uid", json, [], [])).ShouldNotBeNull();
        }

        Directory.EnumerateFiles(directory, "snapshot-*").Count().ShouldBe(1);
        Directory.EnumerateFiles(directory, "log-*").Count().ShouldBeLessThan(20);
        Count(directory).ShouldBe(40);
    }

    private static string LogOf(string directory) => Directory.EnumerateFiles(directory, "log-*").Single();

    private static int Count(string directory)
    {
        using var log = new WriteAheadLog(directory);
        return new ObjectStore(log).Table("configmaps").Objects.Count;
    }

    private static List<long> Write(string directory, int count)
    {
        var ends = new List<long>();
        using var log = new WriteAheadLog(directory);
        var store = new ObjectStore(log);
        for (var i = 0; i < count; i++)
        {
            store.TryCreate(store.Table("configmaps"), Draft($"name-{i}")).ShouldNotBeNull();
            ends.Add(new FileInfo(LogOf(directory)).Length);
        }

        return ends;
    }

    private static Draft Draft(string name) => new("default", name, "uid", "\",\"name\":\"x\"}}"u8.ToArray(), ["a", "b"], []);

    private static Differential.StoryRequest Request(string method, string path, string? body) =>
        new("", 0, method, path, new Dictionary<string, string>(), body);
}
