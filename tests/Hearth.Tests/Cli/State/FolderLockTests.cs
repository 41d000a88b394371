using Hearth.Cli.State;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli.State;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_has_one_owner_until_it_lets_go()
    {
        using (FolderLock.TryTake(_folder.Path).ShouldNotBeNull())
        {
            FolderLock.TryTake(_folder.Path).ShouldBeNull();
            FolderLock.IsTaken(_folder.Path).ShouldBeTrue();
        }

        FolderLock.IsTaken(_folder.Path).ShouldBeFalse();
        FolderLock.TryTake(_folder.Path).ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void Who_only_looks_makes_nothing()
    {
        FolderLock.IsTaken(_folder.Path).ShouldBeFalse();
        FolderLock.IsTaken(_folder.File("none")).ShouldBeFalse();
        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [SkippableFact]
    public void A_full_disk_is_no_other_process()
    {
        Skip.IfNot(File.Exists("/dev/full"), "needs /dev/full");
        File.CreateSymbolicLink(_folder.File("lock"), "/dev/full");
        Should.Throw<IOException>(() => FolderLock.TryTake(_folder.Path));
    }
}
