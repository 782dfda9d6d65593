using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Accounts with a password that everybody knows, on a server that everybody reaches.</summary>
public sealed class ExposedDemo
{
    [Theory]
    [InlineData("--demo", "--advertise", "192.0.2.7")]
    [InlineData("--demo", "--advertise", "192.0.2.7", "--https")]
    [InlineData("--demo", "--advertise", "127.0.0.1,2001:db8::7")]
    [Trait("attack", "17")]
    public void Demo_Advertised_IsRefused(params string[] flags)
    {
        var mistake = Assert.Single(Settings.Mistakes(flags));

        Assert.StartsWith("--demo is refused with --advertise", mistake, StringComparison.Ordinal);
        Assert.Contains("--demo-anyway", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--demo", "--advertise", "192.0.2.7", "--demo-anyway")]
    [InlineData("--demo", "--advertise", "127.0.0.1")]
    [InlineData("--demo")]
    [Trait("attack", "17")]
    public void Demo_HereOrOnPurpose_IsAllowed(params string[] flags) => Assert.True(Settings.Load(flags).Demo);
}
