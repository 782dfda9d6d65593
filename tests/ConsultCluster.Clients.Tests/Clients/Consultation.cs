using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Clients.Tests;

/// <summary>A consultation, and what its clients are given.</summary>
internal sealed class Consultation : IDisposable
{
    private readonly ServerProcess _server;
    private readonly ApiClient _api;
    private readonly string _groupId;

    private Consultation(ServerProcess server, ApiClient api, string groupId)
    {
        _server = server;
        _api = api;
        _groupId = groupId;
    }

    /// <summary>Requests one.</summary>
    public static async Task<Consultation> OpenAsync(ServerProcess server, string purpose)
    {
        var api = await ApiClient.SignInAsync(server, DemoPerson.Applicant);
        return new Consultation(server, api, (await api.AskAsync(purpose)).GroupId);
    }

    /// <summary>For an encoder.</summary>
    public async Task<Endpoint> WhipAsync() => new($"{_server.Url}/whip", (await _api.InviteAsync(_groupId, "设备 Device", "device", "whip")).Token);

    /// <summary>For a player.</summary>
    public async Task<Endpoint> WhepAsync() => new($"{_server.Url}/whep", (await _api.InviteAsync(_groupId, "大屏 Display", "observer", "whep")).Token);

    /// <summary>The link of somebody who may speak, be seen and share the screen.</summary>
    public async Task<string> LinkAsync(string name) => _server.Url + (await _api.InviteAsync(_groupId, name, "expert")).Link;

    public void Dispose() => _api.Dispose();
}
