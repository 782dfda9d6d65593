namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>One server for all tests of a class; none of them may turn its clock or restart it.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private TestServer? _server;

    internal TestServer Server => _server!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server!.DisposeAsync();
}
