using System.Text.Json;

namespace ConsultCluster.Clients.Tests.Browsers;

/// <summary>One page of one browser, with a made-up camera and microphone that the page may use.</summary>
internal interface IBrowserPage : IAsyncDisposable
{
    /// <summary>Opens an address.</summary>
    Task GotoAsync(string url);

    /// <summary>Loads the page anew.</summary>
    Task ReloadAsync();

    /// <summary>Clicks with the pointer, as people do, the element with that <c>data-testid</c>; waits until there is one.</summary>
    Task ClickAsync(string testId);

    /// <summary>Calls a function of JavaScript with arguments that JSON can express; returns its awaited result, by JSON too.</summary>
    /// <exception cref="InvalidOperationException">It throws.</exception>
    Task<JsonElement> CallAsync(string function, params object?[] arguments);

    /// <summary>What the page wrote to its console, the last lines.</summary>
    string Console { get; }
}
