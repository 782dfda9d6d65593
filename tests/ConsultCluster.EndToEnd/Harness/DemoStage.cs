namespace ConsultCluster.EndToEnd.Harness;

/// <summary>A running demo server and the means to open browsers; one per test class.</summary>
public sealed class DemoStage : IAsyncDisposable
{
    private Chromium? _chromium;
    private ServerProcess? _server;

    /// <summary>The server.</summary>
    public ServerProcess Server => _server ?? throw new InvalidOperationException("Not started.");

    /// <summary>The browsers.</summary>
    public Chromium Chromium => _chromium ?? throw new InvalidOperationException("Not started.");

    /// <summary>Starts server and browser driver.</summary>
    public async Task StartAsync()
    {
        _server = await ServerProcess.StartDemoAsync();
        _chromium = await Chromium.StartAsync();
    }

    /// <summary>A terminal of a signed-in person, not yet anywhere.</summary>
    public async Task<Terminal> StaffAsync(DemoPerson person, CameraState camera = CameraState.Working)
    {
        var terminal = await Terminal.OpenAsync(Server, Chromium, camera);
        await terminal.SignInAsync(person);
        return terminal;
    }

    /// <summary>A terminal of somebody without an account.</summary>
    public Task<Terminal> GuestAsync(CameraState camera = CameraState.Working) => Terminal.OpenAsync(Server, Chromium, camera);

    /// <summary>Applicant, expert and a patient by link, all inside and seeing each other.</summary>
    public async Task<Trio> GatherAsync(string purpose)
    {
        using var api = await ApiClient.SignInAsync(Server, DemoPerson.Applicant);
        var consultation = await api.AskAsync(purpose);
        var invitation = await api.InviteAsync(consultation.GroupId, "陈家属 Chen", "patient");
        var trio = new Trio(
            consultation, await StaffAsync(DemoPerson.Applicant), await StaffAsync(DemoPerson.Expert), await GuestAsync());
        await trio.Applicant.JoinAsync(consultation.GroupId);
        await trio.Expert.JoinAsync(consultation.GroupId);
        await trio.Patient.JoinByLinkAsync(invitation);
        foreach (var terminal in trio.All)
        {
            await terminal.SeesAsync(2);
        }

        return trio;
    }

    /// <summary>Closes the browsers of the last test; the server stays.</summary>
    public Task CloseBrowsersAsync() => Chromium.CloseBrowsersAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
