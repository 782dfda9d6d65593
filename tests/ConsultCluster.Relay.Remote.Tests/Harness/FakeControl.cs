using ConsultCluster.Relay.Remote.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay.Remote.Tests.Harness;

/// <summary>The control process's end of a link, driven by a test.</summary>
internal sealed class FakeControl : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeControl(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<FakeControl> StartAsync(Func<NodeLink, Task> serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        app.Map(NodeProtocol.Path, async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await using var link = new NodeLink(socket, TimeProvider.System) { MaxMessageBytes = NodeProtocol.MaxMessageBytes };
            await serve(link);
        });
        await app.StartAsync();
        return new FakeControl(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
