using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Server.Hosting;

/// <summary>A server that serves.</summary>
/// <param name="app">The host.</param>
/// <param name="setupCode">Code for the first administrator; null when there is one.</param>
public sealed class StartedServer(WebApplication app, string? setupCode) : IAsyncDisposable
{
    /// <summary>Services, for tests.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Code for the first administrator; null when there is one.</summary>
    public string? SetupCode => setupCode;

    /// <summary>The file with the key that relay nodes need to join; null when the key came from elsewhere.</summary>
    public string? NodeKeyFile => app.Services.GetRequiredService<NodeKeySource>().File;

    /// <summary>UDP ports of the media relays.</summary>
    public IReadOnlyList<int> RelayPorts => SiloSetup.RelayPorts(app.Services);

    /// <summary>Address of plain HTTP, such as <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Address => Find(Uri.UriSchemeHttp)!;

    /// <summary>Address of HTTPS; null without <c>--https</c>.</summary>
    public Uri? SecureAddress => Find(Uri.UriSchemeHttps);

    /// <summary>Returns when the server was asked to stop and has stopped.</summary>
    public Task WaitForStopAsync() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private Uri? Find(string scheme) => app.Urls
        .Select(u => new Uri(u.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("localhost", "127.0.0.1", StringComparison.Ordinal)))
        .FirstOrDefault(u => u.Scheme == scheme);
}
