using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.EndToEnd;

/// <summary>The way in from other machines: HTTPS with the certificate that the server made for itself.</summary>
public sealed class HttpsTests
{
    [Fact]
    public async Task TwoBrowsers_OverHttps_SeeEachOther()
    {
        await using var server = await ServerProcess.StartDemoAsync(https: true);
        await using var chromium = await Chromium.StartAsync();
        using var api = await ApiClient.SignInAsync(server, DemoPerson.Applicant);
        var consultation = await api.AskAsync("加密 HTTPS");

        var doctor = await Terminal.OpenAsync(server, chromium);
        await doctor.SignInAsync(DemoPerson.Applicant);
        await doctor.JoinAsync(consultation.GroupId);
        var expert = await Terminal.OpenAsync(server, chromium);
        await expert.SignInAsync(DemoPerson.Expert);
        await expert.JoinAsync(consultation.GroupId);

        await doctor.SeesAsync(1);
        await expert.SeesAsync(1);
        Assert.StartsWith("https://", doctor.Page.Url, StringComparison.Ordinal);
    }
}
