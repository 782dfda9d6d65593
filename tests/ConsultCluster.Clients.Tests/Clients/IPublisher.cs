namespace ConsultCluster.Clients.Tests;

/// <summary>A client that has been told to send picture and sound; until disposed.</summary>
internal interface IPublisher : IAsyncDisposable
{
    /// <summary>What it said, for messages of failed tests.</summary>
    string Log { get; }
}
