using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class SecurityContextTests
{
    [Theory]
    [InlineData("{}", 0L, null)]
    [InlineData("""{"runAsNonRoot":true}""", null, null)]
    [InlineData("""{"runAsNonRoot":true}""", 185L, null)]
    [InlineData("""{"runAsNonRoot":true}""", 0L, "container has runAsNonRoot and image will run as root")]
    [InlineData("""{"runAsNonRoot":true,"runAsUser":0}""", 185L, "container's runAsUser breaks non-root policy")]
    [InlineData("""{"runAsNonRoot":true,"runAsUser":7}""", 0L, null)]
    public void Root_is_refused_where_it_is_forbidden(string context, long? imageUser, string? breach)
    {
        var pod = new PodSpec { SecurityContext = JsonDocument.Parse(context).RootElement };
        SecurityContext.BreaksNonRoot(pod, new() { Name = "c" }, new() { Name = "i", User = imageUser }).ShouldBe(breach);
    }

    [Fact]
    public void A_container_is_its_image_s_user_unless_it_says_otherwise()
    {
        var image = new ImageDescription { Name = "i", User = 185 };
        SecurityContext.UserOf(new(), new() { Name = "c" }, image)!.Uid.ShouldBe(185);
        SecurityContext.UserOf(new() { SecurityContext = JsonDocument.Parse("""{"runAsUser":7}""").RootElement }, new() { Name = "c" }, image)!.Uid.ShouldBe(7);
        SecurityContext.UserOf(new(), new() { Name = "c" }, new() { Name = "i" }).ShouldBeNull();
    }
}
