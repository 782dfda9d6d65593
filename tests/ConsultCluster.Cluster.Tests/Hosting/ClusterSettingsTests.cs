using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Ports.Clusters;

namespace ConsultCluster.Cluster.Tests.Hosting;

public sealed class ClusterSettingsTests
{
    private static ClusterSettings Good { get; } = new()
    {
        ConnectionString = "Host=db",
        Name = "north-1",
        Region = "north",
        ControlUrl = new Uri("https://north-1.example:8443/"),
    };

    [Fact]
    public void Validate_Defaults_AreRight() => Assert.Empty(Good.Validate());

    [Fact]
    public void Validate_Wrong_NamesEveryMistake()
    {
        var wrong = new ClusterSettings
        {
            ConnectionString = " ",
            Secret = new byte[15],
            Name = "a|b",
            SiloPort = 0,
            GatewayPort = 70000,
            Patience = TimeSpan.Zero,
            Timings = new MembershipTimings { Votes = 0, Probe = TimeSpan.Zero, ProbeAtMost = TimeSpan.FromMinutes(6) },
        };

        var mistakes = string.Join(' ', wrong.Validate());

        string[] named =
        [
            nameof(ClusterSettings.ConnectionString), nameof(ClusterSettings.Secret), nameof(ClusterSettings.Name), nameof(ClusterSettings.SiloPort), nameof(ClusterSettings.GatewayPort),
            nameof(ClusterSettings.Patience), nameof(MembershipTimings.Votes), nameof(MembershipTimings.Probe), nameof(MembershipTimings.ProbeAtMost),
        ];
        Assert.All(named, name => Assert.Contains(name, mistakes, StringComparison.Ordinal));
        Assert.Equal(named.Length, wrong.Validate().Count);
    }

    [Fact]
    public void SiloName_WrittenAndRead_IsTheSame() =>
        Assert.Equal(new LiveSilo("north-1", "north", Good.ControlUrl, IsSelf: true), SiloName.Read(SiloName.Write(Good), isSelf: true));

    [Theory]
    [InlineData("Silo_0")]
    [InlineData("Silo_0||")]
    [InlineData("Silo_0||not a url")]
    public void SiloName_OfOthers_IsOnlyAName(string name) =>
        Assert.Equal(new LiveSilo("Silo_0", string.Empty, null, IsSelf: false), SiloName.Read(name, isSelf: false));
}
