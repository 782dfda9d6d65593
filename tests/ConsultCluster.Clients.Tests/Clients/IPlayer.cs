namespace ConsultCluster.Clients.Tests;

/// <summary>A client that has been told to play.</summary>
internal interface IPlayer : IAsyncDisposable
{
    /// <summary>Counted by the client itself.</summary>
    Task<Decoded> DecodedAsync();

    /// <summary>What it said, for messages of failed tests.</summary>
    string Log { get; }
}
