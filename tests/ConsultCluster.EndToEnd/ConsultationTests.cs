using ConsultCluster.Contracts.Http;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.EndToEnd;

/// <summary>The whole method, as three people live it: request, group, tokens, entering, connected, media, record.</summary>
public sealed class ConsultationTests(StageTests.Fixture fixture) : StageTests(fixture)
{
    [Fact]
    public async Task ThreeBrowsers_FromTheRequestOnThePage_SeeAndHearEachOtherAndAreOnRecord()
    {
        var applicant = await Stage.GuestAsync(CameraState.FullRate);
        await SignInOnThePageAsync(applicant, DemoPerson.Applicant);
        var groupId = await AskOnThePageAsync(applicant);
        var link = await InviteOnThePageAsync(applicant, "陈家属 Chen");
        await applicant.Part("enter").ClickAsync();
        await applicant.EnterAsync();

        var expert = await Stage.StaffAsync(DemoPerson.Expert, CameraState.FullRate);
        await expert.Page.GotoAsync("/consultations");
        await expert.Part($"consultation-{groupId}").ClickAsync();
        await expert.Part("enter").ClickAsync();
        await expert.EnterAsync();
        var patient = await Stage.GuestAsync(CameraState.FullRate);
        await patient.Page.GotoAsync(link);
        await patient.EnterAsync();

        Terminal[] all = [applicant, expert, patient];
        foreach (var terminal in all)
        {
            await terminal.SeesAsync(2);
            await terminal.HearsAsync();
            await terminal.IsConnectedAsync();
        }

        await expert.SayAsync("请上传心电图 Please upload the ECG");
        using var record = new ConsultationRecord(Stage.Server.Database);
        record.AssertHoldsConsultation(groupId, tokens: 3, members: 3);
        record.AssertAuditChainIsValid();
        record.AssertNoPatientDataOutsideTheRequest(ApiClient.Patient);
        AssertNoPatientData(Stage.Server.Output, ApiClient.Patient);
    }

    private static async Task SignInOnThePageAsync(Terminal terminal, DemoPerson person)
    {
        await terminal.Page.GotoAsync("/");
        await terminal.Part("user-name").FillAsync(person.UserName);
        await terminal.Part("password").FillAsync(DemoPerson.Password);
        await terminal.Part("sign-in").ClickAsync();
    }

    private static async Task<string> AskOnThePageAsync(Terminal terminal)
    {
        var patient = ApiClient.Patient;
        await terminal.Page.WaitForURLAsync("**/consultations");
        await terminal.Page.GotoAsync("/consultations/new");
        await terminal.Part("ask-urgency-emergency").CheckAsync();
        await terminal.Part("ask-name").FillAsync(patient.Name);
        await terminal.Part("ask-age").FillAsync($"{patient.Age}");
        await terminal.Part("ask-sex").SelectOptionAsync(patient.Sex!);
        await terminal.Part("ask-phone").FillAsync(patient.Phone!);
        await terminal.Part("ask-idNumber").FillAsync(patient.IdNumber!);
        await terminal.Part("ask-purpose").FillAsync("是否急诊介入 Primary PCI or not");
        await terminal.Part("ask-complaint").FillAsync("胸痛三小时 Chest pain for three hours");
        await terminal.Part("ask-submit").ClickAsync();
        await terminal.Part("enter").WaitForAsync();
        return new Uri(terminal.Page.Url).Segments[^1];
    }

    private static async Task<string> InviteOnThePageAsync(Terminal terminal, string name)
    {
        await terminal.Part("invite").ClickAsync();
        await terminal.Part("invite-name").FillAsync(name);
        await terminal.Part("invite-submit").ClickAsync();
        var link = await terminal.Part("invite-link").InputValueAsync();
        await terminal.Part("invite-done").ClickAsync();
        return link;
    }

    private static void AssertNoPatientData(string text, PatientDto patient)
    {
        foreach (var secret in new[] { patient.Name, patient.IdNumber!, patient.Phone! })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }
}
