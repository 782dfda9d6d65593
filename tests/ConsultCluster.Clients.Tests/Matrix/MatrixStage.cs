using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Clients.Tests.Matrix;

/// <summary>A server, and the publisher of the row that is being tested.</summary>
public sealed class MatrixStage : IAsyncLifetime
{
    private ServerProcess? _server;
    private string? _name;

    /// <summary>The publisher; null before the first.</summary>
    internal IPublisher? Publisher { get; private set; }

    /// <summary>The server.</summary>
    internal ServerProcess Server => _server ?? throw new InvalidOperationException("Not started.");

    private Consultation? Consultation { get; set; }

    public async Task InitializeAsync() => _server = await ClientServer.StartAsync();

    /// <summary>The consultation to which this client publishes.</summary>
    internal async Task<Consultation> PublishedByAsync(string name)
    {
        if (_name != name)
        {
            await StopAsync();
            Consultation = await Consultation.OpenAsync(Server, $"终端 {name}");
            Publisher = await Catalogue.PublishAsync(name, Consultation);
            _name = name;
        }

        return Consultation!;
    }

    /// <summary>Ends the publisher; the next cell has a new one.</summary>
    internal async Task StopAsync()
    {
        _name = null;
        if (Publisher is { } publisher)
        {
            Publisher = null;
            await publisher.DisposeAsync();
        }

        Consultation?.Dispose();
        Consultation = null;
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
