using System.Text.RegularExpressions;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Image;

public sealed partial class DockerfileTests
{
    private static readonly (string Word, string Text)[] Steps =
        [.. Joined().Replace(string.Join('\n', Repository.Statements("deploy/Dockerfile")), " ").Split('\n').Select(line => (line.Split(' ')[0], line[(line.IndexOf(' ') + 1)..]))];

    private static readonly (string Word, string Text)[] Runtime = Steps[(Array.FindLastIndex(Steps, step => step.Word == "FROM") + 1)..];

    [Fact]
    public void Stages_AreWebServerAndRuntime()
    {
        Assert.Equal(["web", "build", "runtime"], Steps.Where(step => step.Word == "FROM").Select(step => step.Text.Split(" AS ")[1]));
        Assert.All(Steps.Select(step => step.Word), word => Assert.Contains(word, Words));
    }

    [Fact]
    public void Runtime_User_IsTheImagesOwnAndNotRoot()
    {
        var user = Array.FindLastIndex(Runtime, step => step.Word == "USER");

        Assert.Equal("$APP_UID", Runtime[user].Text);
        Assert.DoesNotContain(Runtime[user..], step => step.Word is "RUN" or "COPY" or "ADD");
        // What manifests name by number is that user.
        Assert.Contains("runAsUser: 1654", Repository.Text("k8s/base/silo.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Runtime_Entry_IsThePublishedServer()
    {
        Assert.Equal("""["dotnet", "/app/ConsultCluster.Server.dll"]""", Assert.Single(Runtime, step => step.Word == "ENTRYPOINT").Text);
        Assert.Contains(Runtime, step => step is ("COPY", "--from=build /app /app"));
        // wwwroot beside the program is where the server looks without --web.
        Assert.Contains(Runtime, step => step is ("COPY", "--from=web /src/web/dist /app/wwwroot"));
        Assert.Contains("dotnet publish src/ConsultCluster.Server -c Release -o /app", Steps.Where(s => s.Word == "RUN").Select(s => s.Text));
    }

    [Fact]
    public void Runtime_HealthcheckAndSignal_AreOurs()
    {
        var check = Assert.Single(Runtime, step => step.Word == "HEALTHCHECK").Text;

        Assert.Contains("""CMD ["/app/healthcheck.sh", "/health/live"]""", check, StringComparison.Ordinal);
        Assert.Contains(Runtime, step => step is ("COPY", "--chmod=755 deploy/healthcheck.sh /app/healthcheck.sh"));
        Assert.Equal("SIGTERM", Assert.Single(Runtime, step => step.Word == "STOPSIGNAL").Text);
    }

    [Fact]
    public void Runtime_PortsAndData_AreTheServersDefaults()
    {
        var options = new ServerOptions();
        var ports = Assert.Single(Runtime, step => step.Word == "EXPOSE").Text.Split(' ');

        Assert.Equal([$"{options.HttpPort}/tcp", $"{options.HttpsPort}/tcp", $"{options.RelayPort}-{options.RelayPort + NodeOptions.MaxRelays - 1}/udp"], ports);
        var folder = Assert.Single(Runtime, step => step.Word == "WORKDIR").Text;
        Assert.Equal($"{folder}/{options.Data}", Assert.Single(Runtime, step => step.Word == "VOLUME").Text);
        Assert.Contains(Runtime, step => step.Word == "RUN" && step.Text.Contains($"-m 700 {folder}/{options.Data}", StringComparison.Ordinal));
    }

    /// <summary>Every role runs from this image, and some refuse what others need.</summary>
    [Fact]
    public void Runtime_Environment_HasNoSettings()
    {
        Assert.DoesNotContain(Runtime, step => step.Word == "ENV" && step.Text.Contains(Setting.Prefix, StringComparison.Ordinal));
        Assert.DoesNotContain(Steps, step => step.Word is "ARG" or "ENV" && Secrets.IsSecretName(step.Text.Split('=')[0]));
    }

    /// <summary>A source that .dockerignore leaves out, or that is not there, would break the build, which nobody runs here.</summary>
    [Fact]
    public void Copies_EverySource_IsThereAndNotIgnored()
    {
        var sources = Steps.Where(step => step.Word == "COPY" && !step.Text.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(step => step.Text.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal)).SkipLast(1)).ToArray();
        var allowed = Repository.Statements(".dockerignore").Where(line => line[0] == '!').Select(line => line[1..]).ToArray();

        Assert.Contains("src", sources);
        Assert.All(sources, source => Assert.True(File.Exists(Repository.PathOf(source)) || Directory.Exists(Repository.PathOf(source)), source));
        Assert.All(sources, source => Assert.Contains(allowed, path => source == path || source.StartsWith(path + "/", StringComparison.Ordinal)));
        Assert.Equal("*", Repository.Statements(".dockerignore")[0]);
        Assert.All(allowed, path => Assert.True(File.Exists(Repository.PathOf(path)) || Directory.Exists(Repository.PathOf(path)), path));
    }

    /// <summary>What a project of the product takes from beside <c>src</c>, the build stage has to have too.</summary>
    [Fact]
    public void Copies_WhatProjectsNameBesideTheSources_IsInTheBuildStage()
    {
        var named = Repository.Files("src").Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(path => BesideTheSources().Matches(Repository.Text(path)).Select(match => match.Groups["path"].Value)).ToArray();
        var copied = Steps.Where(step => step.Word == "COPY").SelectMany(step => step.Text.Split(' ')).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.Contains(path, copied));
    }

    private static readonly string[] Words =
        ["ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "VOLUME", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT"];

    [GeneratedRegex(@"(Include|Project)=""\.\./\.\./(?<path>[^""]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BesideTheSources();

    [GeneratedRegex(@" *\\\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Joined();
}
