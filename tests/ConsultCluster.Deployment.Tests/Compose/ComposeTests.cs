using System.Globalization;
using ConsultCluster.Deployment.Tests.Scenes;
using Npgsql;

namespace ConsultCluster.Deployment.Tests.Compose;

public sealed class ComposeTests
{
    /// <summary>Over the drain, for the process to say goodbye: the longest of the hosts' own stop times.</summary>
    private const int GoodbyeSeconds = 10;

    private static readonly ComposeFile File = ComposeFile.Read();

    [Fact]
    public void Services_AreAClusterWithAnEdge()
    {
        Assert.Equal(["gateway", "postgres", "relay", "silo-1", "silo-2", "silo-3"], File.Services.Select(service => service.Name).Order(StringComparer.Ordinal));
        Assert.Equal(3, File.Ours.Count(service => ComposeFile.Command(service.Yaml).Has("--silo-port")));
    }

    [Fact]
    public void Services_RightsAndLimits_AreTheLeast()
    {
        foreach (var (name, service) in File.Services)
        {
            Assert.True(service["read_only"].Text == "true", name);
            Assert.Contains(service["tmpfs"].Items, mount => mount.Text.StartsWith("/tmp:", StringComparison.Ordinal));
            Assert.Equal(["ALL"], service["cap_drop"].Items.Select(item => item.Text));
            Assert.Equal(["no-new-privileges:true"], service["security_opt"].Items.Select(item => item.Text));
            Assert.False(service["cap_add"].Exists || service["privileged"].Exists || service["pid"].Exists || service["ipc"].Exists);
            Assert.True(service["mem_limit"].Exists && service["cpus"].Exists && service["pids_limit"].Exists, name);
            Assert.NotEmpty(service["healthcheck"]["test"].Items);
            Assert.Equal("unless-stopped", service["restart"].Text);
        }
    }

    /// <summary>Ours run as the image's user, see DockerfileTests.</summary>
    [Fact]
    public void Services_User_IsNotRoot()
    {
        Assert.Equal("999:999", File.Root["services"]["postgres"]["user"].Text);
        Assert.All(File.Ours, service => Assert.False(service.Yaml["user"].Exists));
    }

    [Fact]
    public void Arguments_EveryService_AreTakenByTheServer()
    {
        foreach (var command in File.Ours.Select(service => ComposeFile.Command(service.Yaml)))
        {
            Assert.Empty(command.Mistakes);
            Assert.True(command.Options.IsPublic);
            Assert.False(command.Options.Demo);
        }

        Assert.Distinct(File.Ours.Select(service => ComposeFile.Command(service.Yaml).Options.Node));
    }

    /// <summary>All are on the host's network.</summary>
    [Fact]
    public void Ports_OfAllServices_DoNotMeet()
    {
        Assert.All(File.Ours, service => Assert.Equal("host", service.Yaml["network_mode"].Text));
        var ports = File.Ours.SelectMany(service =>
        {
            var command = ComposeFile.Command(service.Yaml);
            return command.Options.Https ? command.Ports().Append(("TCP", command.Options.HttpPort)) : command.Ports();
        }).Append(("TCP", int.Parse(PublishedDatabase()[1], CultureInfo.InvariantCulture)));

        Assert.Distinct(ports);
    }

    [Fact]
    public void Media_Ports_AreTheRangeThatTheFileNames()
    {
        var udp = File.Ours.SelectMany(service => ComposeFile.Command(service.Yaml).Ports()).Where(port => port.Protocol == "UDP").Select(port => port.Port).ToArray();

        Assert.Equal(8, udp.Length);
        Assert.All(udp, port => Assert.InRange(port, 7000, 7031));
        Assert.Contains("UDP 7000-7031", Repository.Text("deploy/compose.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Healthchecks_OfOurs_AskThePortThatTheServiceHas()
    {
        foreach (var (_, service) in File.Ours)
        {
            Assert.Equal($"{ComposeFile.Command(service).Options.HttpPort}", service["environment"]["CONSULTCLUSTER_HTTP_PORT"].Text);
            Assert.Equal(["CMD", "/app/healthcheck.sh"], service["healthcheck"]["test"].Items.Take(2).Select(item => item.Text));
        }
    }

    [Fact]
    public void Join_OfTheRelay_IsWhereSilosServeHttps()
    {
        var silos = File.Ours.Select(service => ComposeFile.Command(service.Yaml)).Where(command => command.Has("--silo-port"));

        Assert.Equal(
            silos.Select(silo => $"https://127.0.0.1:{silo.Options.HttpsPort}/"),
            ComposeFile.Command(File.Root["services"]["relay"]).Join.Select(uri => uri.ToString()));
    }

    [Fact]
    public void Grace_EveryService_OutlastsItsDrain()
    {
        foreach (var (name, service) in File.Ours)
        {
            var grace = service["stop_grace_period"].Text;
            Assert.EndsWith("s", grace, StringComparison.Ordinal);
            var drain = ComposeFile.Command(service).Options.Drain.TotalSeconds;
            Assert.True(int.Parse(grace[..^1], CultureInfo.InvariantCulture) > drain + GoodbyeSeconds, name);
        }
    }

    [Fact]
    public void References_ToSecretsVolumesFilesAndServices_AreDefined()
    {
        foreach (var (_, service) in File.Services)
        {
            Assert.All(service["secrets"].Items, secret => Assert.Contains(secret.Text, File.Root["secrets"].Names));
            Assert.All(service["depends_on"].Names, other => Assert.Contains(other, File.Root["services"].Names));
            foreach (var source in service["volumes"].Items.Select(volume => volume.Text.Split(':')[0]))
            {
                Assert.True(
                    source.StartsWith("./", StringComparison.Ordinal)
                        ? System.IO.File.Exists(Repository.PathOf("deploy/" + source))
                        : File.Root["volumes"].Names.Contains(source, StringComparer.Ordinal),
                    source);
            }
        }

        var used = File.Services.SelectMany(service => service.Yaml["secrets"].Items.Select(secret => secret.Text)).Distinct(StringComparer.Ordinal);
        Assert.Equal(File.Root["secrets"].Names.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    /// <summary>A file under /run/secrets that a setting names is one that the service is given.</summary>
    [Fact]
    public void SecretFiles_ThatSettingsName_AreGivenToTheService()
    {
        foreach (var (name, service) in File.Services)
        {
            var given = service["secrets"].Items.Select(secret => "/run/secrets/" + secret.Text).ToArray();
            var named = service["command"].Items.Concat(service["environment"].All()).SelectMany(piece => piece.Text.Split(';', '=')).Where(text => text.StartsWith("/run/secrets/", StringComparison.Ordinal)).ToArray();

            Assert.NotEmpty(named.Concat(name == "gateway" ? given : []));
            Assert.All(named, file => Assert.Contains(file, given));
        }
    }

    /// <summary>Compose stops with these words when one of them is not set; nothing has a value of its own.</summary>
    [Fact]
    public void Variables_AddressAndSecrets_HaveNoDefault()
    {
        Assert.Equal(["ADVERTISE_IP", "SECRETS"], File.Required.Select(variable => variable.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(File.Required, variable => Assert.True(variable.Message.Length > 20));
        Assert.All(File.Root["secrets"].Names, name => Assert.StartsWith("${SECRETS:?", File.Root["secrets"][name]["file"].Text, StringComparison.Ordinal));
        Assert.All(File.Root["secrets"].Names, name => Assert.Equal(["file"], File.Root["secrets"][name].Names));
    }

    [Fact]
    public void Database_Connections_MeetWhatIsPublishedAndHoldNoPassword()
    {
        var published = PublishedDatabase();
        foreach (var (_, service) in File.Ours.Where(service => service.Name != "relay"))
        {
            var text = service["environment"]["CONSULTCLUSTER_POSTGRES"].Text;
            Check(text, "consultcluster");
            if (service["environment"]["CONSULTCLUSTER_POSTGRES_OWNER"] is { Exists: true } owner)
            {
                Check(owner.Text, "consultcluster_owner");
            }
        }

        void Check(string text, string user)
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            Assert.Equal((published[0], int.Parse(published[1], CultureInfo.InvariantCulture)), (connection.Host, connection.Port));
            Assert.Equal((user, "consultcluster"), (connection.Username, connection.Database));
            Assert.Null(connection.Password);
            Assert.StartsWith("/run/secrets/", connection.Passfile, StringComparison.Ordinal);
            Assert.Contains($"CREATE ROLE {user} LOGIN", Repository.Text("deploy/postgres/create.sql"), StringComparison.Ordinal);
        }
    }

    /// <summary>Host and port outside, port inside.</summary>
    private static string[] PublishedDatabase()
    {
        var published = Assert.Single(File.Root["services"]["postgres"]["ports"].Items).Text.Split(':');
        Assert.Equal(("127.0.0.1", "5432"), (published[0], published[2]));
        return published;
    }
}
