// Made by "npm run types" from docs/openapi.json. Do not edit.
export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts */
        get: operations["get_accounts"];
        put?: never;
        /** Create an account */
        post: operations["post_accounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account */
        get: operations["get_accounts_id"];
        put?: never;
        post?: never;
        /** Deactivate an account; what it did stays on record */
        delete: operations["delete_accounts_id"];
        options?: never;
        head?: never;
        /** Change an account */
        patch: operations["patch_accounts_id"];
        trace?: never;
    };
    "/api/v1/accounts/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give an account a new password */
        put: operations["put_accounts_id_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One asset */
        get: operations["get_assets_id"];
        /** Replace an asset */
        put: operations["put_assets_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a file */
        get: operations["get_attachments_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The board */
        get: operations["get_board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calendars */
        get: operations["get_calendars"];
        put?: never;
        /** Add a calendar */
        post: operations["post_calendars"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One calendar */
        get: operations["get_calendars_id"];
        /** Replace a calendar; deadlines that run keep the old one */
        put: operations["put_calendars_id"];
        post?: never;
        /** Retire a calendar */
        delete: operations["delete_calendars_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{id}/holidays/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import a table of holidays */
        post: operations["post_calendars_id_holidays_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When a calendar is open */
        get: operations["get_calendars_id_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Certificates that run out */
        get: operations["get_certificates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clients, in order of id; a search in order of the word met */
        get: operations["get_clients"];
        put?: never;
        /** Create a client */
        post: operations["post_clients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A client's file; a client sees its own */
        get: operations["get_clients_id"];
        /** Replace a client and its contact points */
        put: operations["put_clients_id"];
        post?: never;
        /** Retire a client: it is served no more */
        delete: operations["delete_clients_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clients/{id}/wishes/{worker}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The client wishes or refuses a worker */
        put: operations["put_clients_id_wishes_worker"];
        post?: never;
        /** Forget a wish about a worker */
        delete: operations["delete_clients_id_wishes_worker"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The nearest colleagues and what their vans hold */
        get: operations["get_colleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Households, in order of id */
        get: operations["get_households"];
        put?: never;
        /** Create a household */
        post: operations["post_households"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One household */
        get: operations["get_households_id"];
        /** Rename a household */
        put: operations["put_households_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish with the service sheet */
        post: operations["post_jobs_id_finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/give-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an accepted job back */
        post: operations["post_jobs_id_give_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** I have arrived and begin */
        post: operations["post_jobs_id_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/travel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** I set out */
        post: operations["post_jobs_id_travel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in; sets the session's cookies */
        post: operations["post_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log out */
        post: operations["post_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change my password; ends all my sessions */
        put: operations["put_me_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The jobs I have accepted */
        get: operations["get_my_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What I am asked now */
        get: operations["get_my_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept a job offer */
        post: operations["post_offers_id_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a job offer */
        post: operations["post_offers_id_refuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All parts */
        get: operations["get_parts"];
        put?: never;
        /** Add a part */
        post: operations["post_parts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/parts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One part */
        get: operations["get_parts_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a part */
        patch: operations["patch_parts_id"];
        trace?: never;
    };
    "/api/v1/programmes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Programmes in scope */
        get: operations["get_programmes"];
        put?: never;
        /** Create a programme */
        post: operations["post_programmes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One programme */
        get: operations["get_programmes_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a programme, or close it */
        patch: operations["patch_programmes_id"];
        trace?: never;
    };
    "/api/v1/regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Regions */
        get: operations["get_regions"];
        put?: never;
        /** Create a region */
        post: operations["post_regions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/regions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One region */
        get: operations["get_regions_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a region */
        patch: operations["patch_regions_id"];
        trace?: never;
    };
    "/api/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests, newest first */
        get: operations["get_requests"];
        put?: never;
        /** File a request */
        post: operations["post_requests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request */
        get: operations["get_requests_code"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a request */
        patch: operations["patch_requests_code"];
        trace?: never;
    };
    "/api/v1/requests/{code}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the job to a worker by hand */
        post: operations["post_requests_code_assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of a request */
        get: operations["get_requests_code_attachments"];
        put?: never;
        /** Add a file to a request */
        post: operations["post_requests_code_attachments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a request; its client until work begins */
        post: operations["post_requests_code_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a finished request; for its client: confirm the work */
        post: operations["post_requests_code_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/dispatch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why this worker, why nobody */
        get: operations["get_requests_code_dispatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/dispatch/why-not/{worker}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why not this worker */
        get: operations["get_requests_code_dispatch_why_not_worker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish a request served at the desk */
        post: operations["post_requests_code_finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge a request into another */
        post: operations["post_requests_code_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the job from its worker */
        post: operations["post_requests_code_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reopen a request; its client when it is done or closed */
        post: operations["post_requests_code_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a wait: the answer has come, or the client itself gives it */
        post: operations["post_requests_code_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/sheets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Service sheets of a request */
        get: operations["get_requests_code_sheets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/sheets/{sheet}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A service sheet as PDF, in the reader's language */
        get: operations["get_requests_code_sheets_sheet_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Split off a part as a request of its own */
        post: operations["post_requests_code_split"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to serve a request at the desk */
        post: operations["post_requests_code_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a request */
        get: operations["get_requests_code_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a merge */
        post: operations["post_requests_code_unmerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/wait-for-client": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the client and wait */
        post: operations["post_requests_code_wait_for_client"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{code}/wait-for-supplier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wait for a supplier */
        post: operations["post_requests_code_wait_for_supplier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Services, in order of key */
        get: operations["get_services"];
        put?: never;
        /** Create a service */
        post: operations["post_services"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The service tree */
        get: operations["get_services_tree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One service with its form */
        get: operations["get_services_id"];
        /** Replace a service */
        put: operations["put_services_id"];
        post?: never;
        /** Retire a service: it cannot be asked for any more */
        delete: operations["delete_services_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sheets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finished work of a client, newest first */
        get: operations["get_sheets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sites, in order of id; a client sees its own */
        get: operations["get_sites"];
        put?: never;
        /** Create a site */
        post: operations["post_sites"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One site */
        get: operations["get_sites_id"];
        /** Replace a site */
        put: operations["put_sites_id"];
        post?: never;
        /** Retire a site: it is served no more */
        delete: operations["delete_sites_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{id}/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Equipment and vehicles at a site, in order of id */
        get: operations["get_sites_id_assets"];
        put?: never;
        /** Create an asset at a site */
        post: operations["post_sites_id_assets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All skills */
        get: operations["get_skills"];
        put?: never;
        /** Add a skill */
        post: operations["post_skills"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/skills/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One skill */
        get: operations["get_skills_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a skill */
        patch: operations["patch_skills_id"];
        trace?: never;
    };
    "/api/v1/sla-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SLA policies */
        get: operations["get_sla_policies"];
        put?: never;
        /** Add an SLA policy */
        post: operations["post_sla_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One SLA policy */
        get: operations["get_sla_policies_id"];
        /** Replace an SLA policy; deadlines that run keep the old one */
        put: operations["put_sla_policies_id"];
        post?: never;
        /** Retire an SLA policy */
        delete: operations["delete_sla_policies_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events as they happen as server-sent events named "change"; Last-Event-ID goes on where you stopped */
        get: operations["get_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All teams */
        get: operations["get_teams"];
        put?: never;
        /** Add a team */
        post: operations["post_teams"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One team */
        get: operations["get_teams_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a team */
        patch: operations["patch_teams_id"];
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens */
        get: operations["get_tokens"];
        put?: never;
        /** Create an API token; it is shown only now */
        post: operations["post_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API token */
        delete: operations["delete_tokens_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worker-figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each worker's work */
        get: operations["get_worker_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workers by id */
        get: operations["get_workers"];
        put?: never;
        /** Add a worker */
        post: operations["post_workers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One worker */
        get: operations["get_workers_id"];
        /** Change a worker */
        put: operations["put_workers_id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/absences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A worker's absences, the latest first */
        get: operations["get_workers_id_absences"];
        put?: never;
        /** Report an absence */
        post: operations["post_workers_id_absences"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/absences/{absence}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Back already, or not going */
        post: operations["post_workers_id_absences_absence_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/parts-handed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand parts to a colleague */
        post: operations["post_workers_id_parts_handed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No more offers for now */
        post: operations["post_workers_id_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Report where a worker is */
        put: operations["put_workers_id_place"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take offers again */
        post: operations["post_workers_id_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What the van holds, counted */
        put: operations["put_workers_id_stock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A worker's work per request, newest first */
        get: operations["get_workers_id_work"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Money: {
            minor: number;
            currency: string;
        };
        Place: {
            lat: number;
            lon: number;
        };
        "api.Page_of_catalogue.ServiceLine": {
            items?: components["schemas"]["catalogue.ServiceLine"][];
            next: string;
        };
        "api.Page_of_clients.Asset": {
            items?: components["schemas"]["clients.Asset"][];
            next: string;
        };
        "api.Page_of_clients.ClientLine": {
            items?: components["schemas"]["clients.ClientLine"][];
            next: string;
        };
        "api.Page_of_clients.Household": {
            items?: components["schemas"]["clients.Household"][];
            next: string;
        };
        "api.Page_of_clients.Site": {
            items?: components["schemas"]["clients.Site"][];
            next: string;
        };
        "api.Page_of_dispatch.WorkItem": {
            items?: components["schemas"]["dispatch.WorkItem"][];
            next: string;
        };
        "api.Page_of_jobs.SheetView": {
            items?: components["schemas"]["jobs.SheetView"][];
            next: string;
        };
        "api.Page_of_people.AccountView": {
            items?: components["schemas"]["people.AccountView"][];
            next: string;
        };
        "api.Page_of_people.TokenView": {
            items?: components["schemas"]["people.TokenView"][];
            next: string;
        };
        "api.Page_of_programmes.Programme": {
            items?: components["schemas"]["programmes.Programme"][];
            next: string;
        };
        "api.Page_of_programmes.Region": {
            items?: components["schemas"]["programmes.Region"][];
            next: string;
        };
        "api.Page_of_requests.RequestView": {
            items?: components["schemas"]["requests.RequestView"][];
            next: string;
        };
        "api.Page_of_sla.Calendar": {
            items?: components["schemas"]["sla.Calendar"][];
            next: string;
        };
        "api.Page_of_sla.Policy": {
            items?: components["schemas"]["sla.Policy"][];
            next: string;
        };
        "api.Page_of_workers.Absence": {
            items?: components["schemas"]["workers.Absence"][];
            next: string;
        };
        "api.Page_of_workers.CertificateLine": {
            items?: components["schemas"]["workers.CertificateLine"][];
            next: string;
        };
        "api.Page_of_workers.Part": {
            items?: components["schemas"]["workers.Part"][];
            next: string;
        };
        "api.Page_of_workers.Skill": {
            items?: components["schemas"]["workers.Skill"][];
            next: string;
        };
        "api.Page_of_workers.Team": {
            items?: components["schemas"]["workers.Team"][];
            next: string;
        };
        "api.Page_of_workers.WorkerFigures": {
            items?: components["schemas"]["workers.WorkerFigures"][];
            next: string;
        };
        "api.Page_of_workers.WorkerLine": {
            items?: components["schemas"]["workers.WorkerLine"][];
            next: string;
        };
        "api.StreamEvent": {
            /** Format: int64 */
            id: number | null;
            kind: string;
            subject: string;
            subject_id: number;
            /** Format: int64 */
            programme_id: number | null;
            audience: components["schemas"]["engine.Audience"];
            /** Format: int64 */
            client_id: number | null;
            /** Format: int64 */
            worker_id: number | null;
        };
        "catalogue.CriticalityRule": {
            fault_kind: string;
            field: string;
            equals: string;
            tier: string;
            criticality: components["schemas"]["sla.Criticality"];
        };
        "catalogue.CriticalityRuleInput": {
            fault_kind?: string | null;
            field?: string | null;
            equals?: string | null;
            tier?: string | null;
            criticality: components["schemas"]["sla.Criticality"];
        };
        /** @enum {string} */
        "catalogue.DispatchMode": "automatic" | "manual" | "none";
        /** @enum {string} */
        "catalogue.FieldType": "text" | "number" | "date" | "time" | "choice" | "yes_no" | "phone" | "email";
        "catalogue.FormField": {
            key: string;
            label?: {
                [key: string]: string;
            };
            type: components["schemas"]["catalogue.FieldType"];
            required: boolean;
            minimum?: number | null;
            maximum?: number | null;
            max_length: number;
            choices?: string[];
        };
        "catalogue.FormFieldInput": {
            key: string;
            label?: {
                [key: string]: string;
            };
            type: components["schemas"]["catalogue.FieldType"];
            required?: boolean | null;
            minimum?: number | null;
            maximum?: number | null;
            max_length?: number | null;
            choices?: string[];
        };
        "catalogue.PartNeed": {
            /** Format: int64 */
            part_id: number | null;
            quantity: number;
            must_have: boolean;
        };
        "catalogue.PartNeedInput": {
            /** Format: int64 */
            part_id: number | null;
            quantity: number;
            must_have?: boolean | null;
        };
        "catalogue.Service": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            parent_id: number | null;
            programmes?: (number | null)[];
            key: string;
            name?: {
                [key: string]: string;
            };
            area: string;
            kind: components["schemas"]["catalogue.ServiceKind"];
            fields?: components["schemas"]["catalogue.FormField"][];
            skills?: components["schemas"]["catalogue.SkillNeed"][];
            parts?: components["schemas"]["catalogue.PartNeed"][];
            fault_kinds?: string[];
            criticality: components["schemas"]["sla.Criticality"];
            criticality_rules?: components["schemas"]["catalogue.CriticalityRule"][];
            regions?: (number | null)[];
            policy: components["schemas"]["catalogue.ServicePolicy"];
            refusal?: {
                [key: string]: string;
            };
            dispatch_mode: components["schemas"]["catalogue.DispatchMode"];
            /** Format: int64 */
            sla_policy_id: number | null;
            duration_minutes: number;
            answer_minutes: number;
            parallel_offers: number;
            active: boolean;
            version: number;
        };
        "catalogue.ServiceInput": {
            parent_id?: (number | null) | null;
            programmes?: (number | null)[];
            key: string;
            name?: {
                [key: string]: string;
            };
            area: string;
            kind: components["schemas"]["catalogue.ServiceKind"];
            fields?: components["schemas"]["catalogue.FormFieldInput"][];
            skills?: components["schemas"]["catalogue.SkillNeedInput"][];
            parts?: components["schemas"]["catalogue.PartNeedInput"][];
            fault_kinds?: string[];
            criticality?: components["schemas"]["sla.Criticality"] | null;
            criticality_rules?: components["schemas"]["catalogue.CriticalityRuleInput"][];
            regions?: (number | null)[];
            policy?: components["schemas"]["catalogue.ServicePolicy"] | null;
            refusal?: {
                [key: string]: string;
            };
            dispatch_mode?: components["schemas"]["catalogue.DispatchMode"] | null;
            sla_policy_id?: (number | null) | null;
            duration_minutes?: number | null;
            answer_minutes?: number | null;
            parallel_offers?: number | null;
            active?: boolean | null;
        };
        /** @enum {string} */
        "catalogue.ServiceKind": "information" | "booking" | "purchase" | "delivery" | "visit" | "consultation";
        "catalogue.ServiceLine": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            parent_id: number | null;
            key: string;
            name: string;
            area: string;
            kind: components["schemas"]["catalogue.ServiceKind"];
            policy: components["schemas"]["catalogue.ServicePolicy"];
            dispatch_mode: components["schemas"]["catalogue.DispatchMode"];
            active: boolean;
            version: number;
        };
        "catalogue.ServiceNode": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            parent_id: number | null;
            key: string;
            name: string;
            area: string;
            kind: components["schemas"]["catalogue.ServiceKind"];
            policy: components["schemas"]["catalogue.ServicePolicy"];
            dispatch_mode: components["schemas"]["catalogue.DispatchMode"];
            active: boolean;
            version: number;
            children?: components["schemas"]["catalogue.ServiceNode"][];
        };
        /** @enum {string} */
        "catalogue.ServicePolicy": "allowed" | "forbidden";
        "catalogue.ServiceTree": {
            services?: components["schemas"]["catalogue.ServiceNode"][];
        };
        "catalogue.SkillNeed": {
            /** Format: int64 */
            skill_id: number | null;
            level: number;
        };
        "catalogue.SkillNeedInput": {
            /** Format: int64 */
            skill_id: number | null;
            level: number;
        };
        "clients.Asset": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            site_id: number | null;
            kind: string;
            name: string;
            serial: string;
            active: boolean;
            version: number;
        };
        "clients.AssetInput": {
            kind: string;
            name: string;
            serial?: string | null;
            active?: boolean | null;
        };
        "clients.ClientInput": {
            /** Format: int64 */
            programme_id: number | null;
            kind: components["schemas"]["clients.ClientKind"];
            name: string;
            language?: string | null;
            tier?: string | null;
            organisation_id?: (number | null) | null;
            household_id?: (number | null) | null;
            notes?: string | null;
            tastes?: {
                [key: string]: string;
            };
            external_id?: string | null;
            active?: boolean | null;
            contacts?: components["schemas"]["clients.ContactInput"][];
        };
        /** @enum {string} */
        "clients.ClientKind": "person" | "organisation";
        "clients.ClientLine": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            kind: components["schemas"]["clients.ClientKind"];
            name: string;
            language: string;
            tier: string;
            /** Format: int64 */
            organisation_id: number | null;
            /** Format: int64 */
            household_id: number | null;
            active: boolean;
            found_by: string;
        };
        "clients.ClientView": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            kind: components["schemas"]["clients.ClientKind"];
            name: string;
            language: string;
            tier: string;
            /** Format: int64 */
            organisation_id: number | null;
            /** Format: int64 */
            household_id: number | null;
            notes: string;
            tastes?: {
                [key: string]: string;
            };
            external_id: string;
            active: boolean;
            /** Format: date-time */
            created_at: string;
            version: number;
            contacts?: components["schemas"]["clients.ContactPoint"][];
            wishes?: components["schemas"]["clients.WorkerWish"][];
        };
        "clients.ContactInput": {
            kind: components["schemas"]["clients.ContactKind"];
            value: string;
            country?: string | null;
            preferred?: boolean | null;
        };
        /** @enum {string} */
        "clients.ContactKind": "phone" | "email" | "chat";
        "clients.ContactPoint": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            client_id: number | null;
            kind: components["schemas"]["clients.ContactKind"];
            value: string;
            preferred: boolean;
        };
        "clients.Household": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            name: string;
            version: number;
        };
        "clients.HouseholdInput": {
            /** Format: int64 */
            programme_id: number | null;
            name: string;
        };
        "clients.Site": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            /** Format: int64 */
            client_id: number | null;
            name: string;
            address: string;
            place?: components["schemas"]["Place"] | null;
            /** Format: int64 */
            region_id: number | null;
            service_level: string;
            /** Format: int64 */
            calendar_id: number | null;
            active: boolean;
            version: number;
        };
        "clients.SiteInput": {
            /** Format: int64 */
            programme_id: number | null;
            client_id?: (number | null) | null;
            name: string;
            address?: string | null;
            place?: components["schemas"]["Place"] | null;
            region_id?: (number | null) | null;
            service_level?: string | null;
            calendar_id?: (number | null) | null;
            active?: boolean | null;
        };
        "clients.WishInput": {
            kind: components["schemas"]["clients.WishKind"];
            reason?: string | null;
        };
        /** @enum {string} */
        "clients.WishKind": "wished" | "refused";
        "clients.WorkerWish": {
            /** Format: int64 */
            client_id: number | null;
            /** Format: int64 */
            worker_id: number | null;
            kind: components["schemas"]["clients.WishKind"];
            reason: string;
        };
        "dispatch.AssignCommand": {
            /** Format: int64 */
            worker_id: number | null;
            reason: string;
        };
        "dispatch.CandidateView": {
            /** Format: int64 */
            worker_id: number | null;
            worker_name: string;
            fate: components["schemas"]["dispatch.Fate"];
            total_minutes: number;
            distance_km: number;
            travel_minutes: number;
            /** Format: date-time */
            start_at: string;
            terms?: components["schemas"]["dispatch.TermView"][];
        };
        /** @enum {string} */
        "dispatch.DecisionKind": "offered" | "exhausted" | "by_hand";
        "dispatch.DecisionList": {
            items?: components["schemas"]["dispatch.DecisionView"][];
            offers?: components["schemas"]["dispatch.JobOffer"][];
        };
        "dispatch.DecisionView": {
            /** Format: int64 */
            id: number | null;
            /** Format: date-time */
            at: string;
            kind: components["schemas"]["dispatch.DecisionKind"];
            /** Format: int64 */
            worker_id: number | null;
            worker_name: string;
            actor_name: string;
            reason: string;
            fitting: number;
            considered: number;
            sentences?: string[];
            top?: components["schemas"]["dispatch.CandidateView"][];
            left_out?: components["schemas"]["dispatch.LeftOutView"][];
        };
        /** @enum {string} */
        "dispatch.Fate": "offered" | "runner_up" | "taken";
        "dispatch.JobOffer": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            job_id: number | null;
            /** Format: int64 */
            request_id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            /** Format: int64 */
            worker_id: number | null;
            /** Format: int64 */
            decision_id: number | null;
            state: components["schemas"]["dispatch.OfferState"];
            /** Format: date-time */
            made_at: string;
            /** Format: date-time */
            answer_by: string;
            called_at?: string | null;
            settled_at?: string | null;
            reason: string;
            /** Format: date-time */
            start_at: string;
            /** Format: date-time */
            finish_at: string;
            distance_m: number;
            travel_ms: number;
        };
        "dispatch.LeftOutView": {
            reason: components["schemas"]["dispatch.Reason"];
            sentence: string;
            workers: number;
            names?: string[];
        };
        "dispatch.OfferList": {
            items?: components["schemas"]["dispatch.OfferView"][];
        };
        /** @enum {string} */
        "dispatch.OfferState": "open" | "accepted" | "refused" | "silent" | "withdrawn";
        "dispatch.OfferView": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            job_id: number | null;
            /** Format: int64 */
            request_id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            /** Format: int64 */
            worker_id: number | null;
            /** Format: int64 */
            decision_id: number | null;
            state: components["schemas"]["dispatch.OfferState"];
            /** Format: date-time */
            made_at: string;
            /** Format: date-time */
            answer_by: string;
            called_at?: string | null;
            settled_at?: string | null;
            reason: string;
            /** Format: date-time */
            start_at: string;
            /** Format: date-time */
            finish_at: string;
            distance_m: number;
            travel_ms: number;
            code: string;
            title: string;
            address: string;
            client_name: string;
            service_name: string;
            place?: components["schemas"]["Place"] | null;
            reach_due?: string | null;
            duration_minutes: number;
            criticality: components["schemas"]["sla.Criticality"];
        };
        /** @enum {string} */
        "dispatch.Reason": "refused_by_client" | "already_asked" | "wrong_team" | "wrong_region" | "missing_skill" | "skill_level_too_low" | "certificate_expired" | "wrong_language" | "missing_part" | "paused" | "absent" | "off_shift" | "at_capacity" | "has_open_offer" | "shift_ends_too_soon" | "cannot_arrive_in_window" | "wrong_programme";
        /** @enum {string} */
        "dispatch.Term": "travel" | "wait" | "deadline" | "load" | "continuity" | "wish" | "rating" | "money" | "parts";
        "dispatch.TermView": {
            term: components["schemas"]["dispatch.Term"];
            minutes: number;
            sentence: string;
        };
        "dispatch.WhyNot": {
            /** Format: int64 */
            worker: number | null;
            reason?: components["schemas"]["dispatch.Reason"] | null;
            fate?: components["schemas"]["dispatch.Fate"] | null;
            sentences?: string[];
        };
        "dispatch.WorkItem": {
            /** Format: date-time */
            at: string;
            outcome: components["schemas"]["dispatch.WorkOutcome"];
            /** Format: int64 */
            request_id: number | null;
            /** Format: int64 */
            job_id: number | null;
            /** Format: int64 */
            client_id: number | null;
            /** Format: int64 */
            service_id: number | null;
            code: string;
            title: string;
            reason: string;
            travel_minutes?: number | null;
            work_minutes?: number | null;
            visit: number;
        };
        /** @enum {string} */
        "dispatch.WorkOutcome": "done" | "refused" | "silent";
        /** @enum {string} */
        "engine.ActorKind": "system" | "account" | "client" | "worker" | "machine";
        /** @enum {string} */
        "engine.Audience": "client" | "operator" | "auditor";
        "jobs.FinishCommand": {
            work_done: string;
            parts?: components["schemas"]["jobs.UsedPart"][];
            started_at?: string | null;
            finished_at?: string | null;
            photos?: (number | null)[];
            signer?: string | null;
            signature?: components["schemas"]["jobs.Point"][][];
        };
        "jobs.JobList": {
            items?: components["schemas"]["jobs.JobView"][];
        };
        /** @enum {string} */
        "jobs.JobState": "waiting" | "held" | "offered" | "assigned" | "travelling" | "in_work" | "done" | "cancelled";
        "jobs.JobView": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            request_id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            /** Format: int64 */
            client_id: number | null;
            /** Format: int64 */
            site_id: number | null;
            /** Format: int64 */
            service_id: number | null;
            /** Format: int64 */
            region_id: number | null;
            place?: components["schemas"]["Place"] | null;
            skills?: components["schemas"]["catalogue.SkillNeed"][];
            parts?: components["schemas"]["catalogue.PartNeed"][];
            duration_minutes: number;
            answer_minutes: number;
            parallel_offers: number;
            criticality: components["schemas"]["sla.Criticality"];
            language: string;
            wished_from?: string | null;
            wished_until?: string | null;
            reach_due?: string | null;
            solve_due?: string | null;
            automatic: boolean;
            state: components["schemas"]["jobs.JobState"];
            /** Format: int64 */
            worker_id: number | null;
            asked?: (number | null)[];
            offers_made: number;
            calls_made: number;
            /** Format: date-time */
            waiting_since: string;
            try_at?: string | null;
            handed_over: boolean;
            start_at?: string | null;
            finish_at?: string | null;
            assigned_at?: string | null;
            travelling_at?: string | null;
            started_at?: string | null;
            done_at?: string | null;
            version: number;
            code: string;
            title: string;
            description: string;
            address: string;
            client_name: string;
            service_name: string;
            site_name: string;
            fields?: {
                [key: string]: string;
            };
            tastes?: {
                [key: string]: string;
            };
            phones?: string[];
        };
        "jobs.Point": {
            x: number;
            y: number;
        };
        "jobs.SheetList": {
            items?: components["schemas"]["jobs.SheetView"][];
        };
        "jobs.SheetView": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            job_id: number | null;
            /** Format: int64 */
            request_id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            /** Format: int64 */
            client_id: number | null;
            /** Format: int64 */
            worker_id: number | null;
            work_done: string;
            parts?: components["schemas"]["jobs.UsedPart"][];
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            finished_at: string;
            photos?: (number | null)[];
            signer: string;
            signature?: components["schemas"]["jobs.Point"][][];
            /** Format: date-time */
            filed_at: string;
            late: boolean;
            code: string;
            worker_name: string;
            part_names?: string[];
        };
        "jobs.UsedPart": {
            /** Format: int64 */
            part_id: number | null;
            quantity: number;
        };
        "people.AccountChange": {
            name?: string | null;
            role?: components["schemas"]["people.Role"] | null;
            all_programmes?: boolean | null;
            programmes?: (number | null)[] | null;
            client_id?: (number | null) | null;
            worker_id?: (number | null) | null;
            language?: string | null;
            active?: boolean | null;
        };
        "people.AccountView": {
            /** Format: int64 */
            id: number | null;
            login: string;
            name: string;
            role: components["schemas"]["people.Role"];
            all_programmes: boolean;
            programmes?: (number | null)[];
            /** Format: int64 */
            client_id: number | null;
            /** Format: int64 */
            worker_id: number | null;
            language: string;
            has_password: boolean;
            active: boolean;
            /** Format: date-time */
            created_at: string;
            version: number;
        };
        "people.CreatedToken": {
            secret: string;
            token: components["schemas"]["people.TokenView"];
        };
        "people.GivenPassword": {
            password: string;
        };
        "people.LogIn": {
            login: string;
            password: string;
        };
        "people.LoggedIn": {
            csrf_token: string;
            /** Format: date-time */
            expires_at: string;
            account: components["schemas"]["people.AccountView"];
        };
        "people.NewAccount": {
            login: string;
            name: string;
            role: components["schemas"]["people.Role"];
            all_programmes?: boolean | null;
            programmes?: (number | null)[];
            client_id?: (number | null) | null;
            worker_id?: (number | null) | null;
            language?: string | null;
            password?: string | null;
        };
        "people.NewToken": {
            name: string;
            account_id?: (number | null) | null;
            expires_at?: string | null;
        };
        "people.OwnPassword": {
            current_password: string;
            new_password: string;
        };
        /** @enum {string} */
        "people.Role": "administrator" | "manager" | "dispatcher" | "operator" | "worker" | "client" | "machine";
        "people.TokenView": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            account_id: number | null;
            name: string;
            prefix: string;
            /** Format: date-time */
            created_at: string;
            expires_at?: string | null;
            revoked_at?: string | null;
        };
        "programmes.NewProgramme": {
            key: string;
            name: string;
            colour?: string | null;
            languages?: string[];
            currency?: string | null;
            zone?: string | null;
            phone_line?: string | null;
        };
        "programmes.NewRegion": {
            key: string;
            name: string;
            centre: components["schemas"]["Place"];
        };
        "programmes.Programme": {
            /** Format: int64 */
            id: number | null;
            key: string;
            name: string;
            colour: string;
            languages?: string[];
            currency: string;
            zone: string;
            phone_line: string;
            active: boolean;
            version: number;
        };
        "programmes.ProgrammeChange": {
            name?: string | null;
            colour?: string | null;
            languages?: string[] | null;
            currency?: string | null;
            zone?: string | null;
            phone_line?: string | null;
            active?: boolean | null;
        };
        "programmes.Region": {
            /** Format: int64 */
            id: number | null;
            key: string;
            name: string;
            centre: components["schemas"]["Place"];
            version: number;
        };
        "programmes.RegionChange": {
            name?: string | null;
            centre?: components["schemas"]["Place"] | null;
        };
        "requests.Attachment": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            request_id: number | null;
            name: string;
            content_type: string;
            size_bytes: number;
            hash: string;
            /** Format: date-time */
            added_at: string;
        };
        "requests.AttachmentList": {
            items?: components["schemas"]["requests.Attachment"][];
        };
        "requests.Board": {
            counts: components["schemas"]["requests.BoardCounts"];
            waiting?: components["schemas"]["requests.RequestView"][];
            offered?: components["schemas"]["requests.RequestView"][];
            in_progress?: components["schemas"]["requests.RequestView"][];
            late?: components["schemas"]["requests.RequestView"][];
            done?: components["schemas"]["requests.RequestView"][];
            desk?: components["schemas"]["requests.RequestView"][];
            held?: components["schemas"]["requests.RequestView"][];
        };
        "requests.BoardCounts": {
            waiting: number;
            offered: number;
            in_progress: number;
            late: number;
            done: number;
            desk: number;
            held: number;
            most: number;
        };
        "requests.ChangeRequest": {
            title?: string | null;
            description?: string | null;
            wished_from?: string | null;
            wished_until?: string | null;
            criticality?: components["schemas"]["sla.Criticality"] | null;
            service_id?: (number | null) | null;
            fields?: {
                [key: string]: string;
            };
            fault_kind?: string | null;
            site_id?: (number | null) | null;
            place?: components["schemas"]["Place"] | null;
            address?: string | null;
            reach_due?: string | null;
            solve_due?: string | null;
            reason?: string | null;
        };
        /** @enum {string} */
        "requests.Channel": "portal" | "api" | "phone" | "email" | "chat" | "sms" | "messenger" | "sensor" | "desk" | "import";
        "requests.FileRequest": {
            client_id?: (number | null) | null;
            /** Format: int64 */
            service_id: number | null;
            site_id?: (number | null) | null;
            asset_id?: (number | null) | null;
            channel?: components["schemas"]["requests.Channel"] | null;
            title: string;
            description?: string | null;
            fields?: {
                [key: string]: string;
            };
            fault_kind?: string | null;
            place?: components["schemas"]["Place"] | null;
            address?: string | null;
            wished_from?: string | null;
            wished_until?: string | null;
            external_id?: string | null;
        };
        "requests.MergeCommand": {
            /** Format: int64 */
            into: number | null;
        };
        /** @enum {string} */
        "requests.Owing": "nobody" | "client" | "operator" | "dispatcher" | "worker" | "supplier" | "system";
        "requests.ReasonCommand": {
            reason: string;
        };
        /** @enum {string} */
        "requests.RequestState": "refused" | "accepted" | "waiting_for_dispatch" | "offered" | "assigned" | "travelling" | "in_work" | "waiting_for_client" | "waiting_for_supplier" | "done" | "closed" | "cancelled" | "merged";
        "requests.RequestView": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            programme_id: number | null;
            /** Format: int64 */
            client_id: number | null;
            /** Format: int64 */
            site_id: number | null;
            /** Format: int64 */
            asset_id: number | null;
            /** Format: int64 */
            service_id: number | null;
            channel: components["schemas"]["requests.Channel"];
            title: string;
            description: string;
            fields?: {
                [key: string]: string;
            };
            fault_kind: string;
            criticality: components["schemas"]["sla.Criticality"];
            service_level: string;
            /** Format: int64 */
            region_id: number | null;
            place?: components["schemas"]["Place"] | null;
            address: string;
            language: string;
            wished_from?: string | null;
            wished_until?: string | null;
            state: components["schemas"]["requests.RequestState"];
            resume_state: components["schemas"]["requests.RequestState"];
            owes: components["schemas"]["requests.Owing"];
            step: string;
            owed_by?: string | null;
            /** Format: int64 */
            worker_id: number | null;
            /** Format: date-time */
            filed_at: string;
            reach_due?: string | null;
            solve_due?: string | null;
            late: boolean;
            assigned_at?: string | null;
            done_at?: string | null;
            closed_at?: string | null;
            reason: string;
            /** Format: int64 */
            merged_into: number | null;
            /** Format: int64 */
            split_from: number | null;
            reopened: number;
            external_id: string;
            /** Format: date-time */
            changed_at: string;
            version: number;
            code: string;
            client_name: string;
            service_name: string;
            site_name: string;
            worker_name: string;
            merged_into_code: string;
            split_from_code: string;
        };
        "requests.SplitCommand": {
            /** Format: int64 */
            service_id: number | null;
            title: string;
            description?: string | null;
            fields?: {
                [key: string]: string;
            };
            fault_kind?: string | null;
        };
        "requests.Timeline": {
            items?: components["schemas"]["requests.TimelineEntry"][];
        };
        "requests.TimelineEntry": {
            /** Format: int64 */
            id: number | null;
            /** Format: date-time */
            at: string;
            kind: string;
            actor_kind: components["schemas"]["engine.ActorKind"];
            actor_name: string;
            audience: components["schemas"]["engine.Audience"];
            /** @description any JSON value */
            data: unknown;
        };
        "requests.WaitCommand": {
            question: string;
            /** Format: date-time */
            until: string;
        };
        "sla.Calendar": {
            /** Format: int64 */
            id: number | null;
            name: string;
            zone: string;
            weekly_hours?: components["schemas"]["sla.WallInterval"][][];
            shifts?: components["schemas"]["sla.DayIntervals"][];
            breaks?: components["schemas"]["sla.DayIntervals"][];
            holidays?: components["schemas"]["sla.Holiday"][];
            always_open: boolean;
            retired: boolean;
            version: number;
        };
        "sla.CalendarInput": {
            name: string;
            zone: string;
            weekly_hours?: components["schemas"]["sla.WallInterval"][][] | null;
            shifts?: components["schemas"]["sla.DayIntervals"][] | null;
            breaks?: components["schemas"]["sla.DayIntervals"][] | null;
            holidays?: components["schemas"]["sla.Holiday"][] | null;
            always_open?: boolean | null;
            retired?: boolean | null;
        };
        "sla.CalendarPreview": {
            zone: string;
            /** Format: date */
            from: string;
            days: number;
            open?: components["schemas"]["sla.OpenTime"][];
            holidays?: components["schemas"]["sla.Holiday"][];
        };
        /** @enum {string} */
        "sla.Clock": "business" | "clock";
        /** @enum {string} */
        "sla.Criticality": "low" | "normal" | "high" | "critical";
        "sla.DayIntervals": {
            /** Format: date */
            day: string;
            intervals?: components["schemas"]["sla.WallInterval"][];
        };
        "sla.EscalationStep": {
            level: number;
            role: string;
            /** Format: int64 */
            account: number | null;
            after_minutes: number;
        };
        "sla.EscalationStepInput": {
            level: number;
            role?: string | null;
            account?: (number | null) | null;
            after_minutes: number;
        };
        "sla.Holiday": {
            /** Format: date */
            day: string;
            name: string;
        };
        /** @enum {string} */
        "sla.HolidayFormat": "date_holidays_csv" | "xmlcalendar" | "holidays_json";
        "sla.HolidayImport": {
            format: components["schemas"]["sla.HolidayFormat"];
            country?: string | null;
            first?: string | null;
            last?: string | null;
            text: string;
        };
        "sla.ImportReport": {
            /** Format: int64 */
            calendar_id: number | null;
            version: number;
            rows: number;
            taken: number;
            passed_over: number;
            unusable: number;
            outside_days: number;
            holidays_added: number;
            breaks_added: number;
            shifts_added: number;
            dirt_lines: number;
            dirt?: components["schemas"]["sla.TableDirt"][];
        };
        "sla.OpenTime": {
            /** Format: date */
            day: string;
            /** Format: date-time */
            begin: string;
            /** Format: date-time */
            end: string;
        };
        "sla.Policy": {
            /** Format: int64 */
            id: number | null;
            name: string;
            /** Format: int64 */
            calendar_id: number | null;
            rules?: components["schemas"]["sla.PolicyRule"][];
            warning_percents?: number[];
            escalation?: components["schemas"]["sla.EscalationStep"][];
            retired: boolean;
            version: number;
        };
        "sla.PolicyInput": {
            name: string;
            calendar_id?: (number | null) | null;
            rules?: components["schemas"]["sla.PolicyRuleInput"][];
            warning_percents?: number[];
            escalation?: components["schemas"]["sla.EscalationStepInput"][];
            retired?: boolean | null;
        };
        "sla.PolicyRule": {
            criticality?: components["schemas"]["sla.Criticality"] | null;
            service_level: string;
            fault_kind: string;
            reach_minutes: number;
            solve_minutes: number;
            clock: components["schemas"]["sla.Clock"];
        };
        "sla.PolicyRuleInput": {
            criticality?: components["schemas"]["sla.Criticality"] | null;
            service_level?: string | null;
            fault_kind?: string | null;
            reach_minutes?: number | null;
            solve_minutes?: number | null;
            clock?: components["schemas"]["sla.Clock"] | null;
        };
        "sla.TableDirt": {
            line: number;
            kind: string;
            text: string;
        };
        "sla.WallInterval": {
            open_minute: number;
            close_minute: number;
        };
        "workers.Absence": {
            /** Format: int64 */
            id: number | null;
            /** Format: int64 */
            worker_id: number | null;
            kind: components["schemas"]["workers.AbsenceKind"];
            /** Format: date-time */
            from_at: string;
            /** Format: date-time */
            until_at: string;
            note: string;
        };
        /** @enum {string} */
        "workers.AbsenceKind": "ill" | "holiday" | "training" | "other";
        "workers.CertificateLine": {
            /** Format: int64 */
            worker_id: number | null;
            worker_name: string;
            /** Format: int64 */
            skill_id: number | null;
            skill_name: string;
            level: number;
            /** Format: date-time */
            expires: string;
        };
        "workers.Colleague": {
            /** Format: int64 */
            worker_id: number | null;
            name: string;
            phone: string;
            kind: components["schemas"]["workers.WorkerKind"];
            place: components["schemas"]["Place"];
            distance_m: number;
            quantity: number;
            on_shift: boolean;
            paused: boolean;
        };
        "workers.Colleagues": {
            items?: components["schemas"]["workers.Colleague"][];
        };
        "workers.NewAbsence": {
            kind: components["schemas"]["workers.AbsenceKind"];
            from_at?: string | null;
            /** Format: date-time */
            until_at: string;
            note?: string | null;
        };
        "workers.NewKeyed": {
            key: string;
            name: string;
        };
        "workers.NewName": {
            name: string;
        };
        "workers.Part": {
            /** Format: int64 */
            id: number | null;
            key: string;
            name: string;
            version: number;
        };
        "workers.PartsHanded": {
            /** Format: int64 */
            to_worker_id: number | null;
            /** Format: int64 */
            part_id: number | null;
            quantity: number;
        };
        "workers.PlaceReport": {
            place: components["schemas"]["Place"];
            at?: string | null;
        };
        "workers.Skill": {
            /** Format: int64 */
            id: number | null;
            key: string;
            name: string;
            version: number;
        };
        "workers.StockCount": {
            stock?: components["schemas"]["workers.StockItem"][];
        };
        "workers.StockItem": {
            /** Format: int64 */
            part_id: number | null;
            quantity: number;
        };
        "workers.Team": {
            /** Format: int64 */
            id: number | null;
            name: string;
            version: number;
        };
        "workers.WeeklyShift": {
            from_minute: number;
            until_minute: number;
        };
        "workers.Worker": {
            /** Format: int64 */
            id: number | null;
            name: string;
            kind: components["schemas"]["workers.WorkerKind"];
            /** Format: int64 */
            team_id: number | null;
            phone: string;
            languages?: string[];
            regions?: (number | null)[];
            skills?: components["schemas"]["workers.WorkerSkill"][];
            programmes?: (number | null)[];
            shifts?: components["schemas"]["workers.WeeklyShift"][];
            zone: string;
            stock?: components["schemas"]["workers.StockItem"][];
            home: components["schemas"]["Place"];
            capacity: number;
            speed_kmh: number;
            cost_per_job: components["schemas"]["Money"];
            cost_per_hour: components["schemas"]["Money"];
            rating_centi: number;
            paused: boolean;
            active: boolean;
            external_id: string;
            version: number;
        };
        "workers.WorkerDefinition": {
            name: string;
            kind: components["schemas"]["workers.WorkerKind"];
            team_id?: (number | null) | null;
            phone?: string | null;
            languages?: string[];
            regions?: (number | null)[];
            skills?: components["schemas"]["workers.WorkerSkill"][];
            programmes?: (number | null)[];
            shifts?: components["schemas"]["workers.WeeklyShift"][];
            zone: string;
            stock?: components["schemas"]["workers.StockItem"][] | null;
            home: components["schemas"]["Place"];
            capacity?: number | null;
            speed_kmh?: number | null;
            cost_per_job?: components["schemas"]["Money"] | null;
            cost_per_hour?: components["schemas"]["Money"] | null;
            rating_centi?: number | null;
            active?: boolean | null;
            external_id?: string | null;
        };
        "workers.WorkerFigures": {
            /** Format: int64 */
            id: number | null;
            name: string;
            offered: number;
            accepted: number;
            refused: number;
            silent: number;
            done: number;
            open_jobs: number;
            rating_centi: number;
            accepted_permille: number;
        };
        /** @enum {string} */
        "workers.WorkerKind": "employee" | "contractor";
        "workers.WorkerLine": {
            /** Format: int64 */
            id: number | null;
            name: string;
            kind: components["schemas"]["workers.WorkerKind"];
            /** Format: int64 */
            team_id: number | null;
            phone: string;
            place: components["schemas"]["Place"];
            /** Format: date-time */
            place_at: string;
            open_jobs: number;
            open_offers: number;
            capacity: number;
            active: boolean;
            paused: boolean;
            absent: boolean;
            on_shift: boolean;
        };
        "workers.WorkerSkill": {
            /** Format: int64 */
            skill_id: number | null;
            level: number;
            expires?: string | null;
        };
        "workers.WorkerState": {
            /** Format: int64 */
            worker_id: number | null;
            place: components["schemas"]["Place"];
            /** Format: date-time */
            place_at: string;
            open_jobs: number;
            open_offers: number;
            /** Format: date-time */
            free_at: string;
            free_place: components["schemas"]["Place"];
            offered: number;
            accepted: number;
            refused: number;
            silent: number;
            done: number;
            changed: number;
            defined: number;
        };
        "workers.WorkerView": {
            worker: components["schemas"]["workers.Worker"];
            state: components["schemas"]["workers.WorkerState"];
            absent: boolean;
            on_shift: boolean;
            expiring?: components["schemas"]["workers.WorkerSkill"][];
            version: number;
        };
    };
    responses: {
        /** @description What went wrong (RFC 9457). */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    code: string;
                    title: string;
                    status: number;
                    detail: string;
                    field?: string;
                    cure?: string;
                    request_id?: string;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_accounts: {
        parameters: {
            query?: {
                /** @description Only accounts of this role. */
                role?: string;
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_people.AccountView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_accounts: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["people.NewAccount"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["people.AccountView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_accounts_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["people.AccountView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_accounts_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    patch_accounts_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["people.AccountChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["people.AccountView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_accounts_id_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["people.GivenPassword"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_assets_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Asset"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_assets_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.AssetInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Asset"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_attachments_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_board: {
        parameters: {
            query?: {
                /** @description only of this programme */
                programme?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.Board"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_calendars: {
        parameters: {
            query?: {
                /** @description At most so many, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_sla.Calendar"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_calendars: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["sla.CalendarInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.Calendar"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_calendars_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.Calendar"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_calendars_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["sla.CalendarInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.Calendar"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_calendars_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.Calendar"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_calendars_id_holidays_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["sla.HolidayImport"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.ImportReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_calendars_id_preview: {
        parameters: {
            query?: {
                /** @description The first local date; today when left out. */
                from?: string;
                /** @description How many, 1 to 366; 14 when left out. */
                days?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.CalendarPreview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_certificates: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Within so many days, 30 when left out. */
                within_days?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_workers.CertificateLine"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_clients: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Any part of the words of the name, of a telephone number (four digits and more), of an e-mail address or of an external id. Goes with programme and active only. */
                q?: string;
                /** @description Only clients of this programme. */
                programme?: string;
                /** @description Only clients of this kind. */
                kind?: string;
                /** @description true: only those who are served. */
                active?: string;
                /** @description Only persons of this organisation. */
                organisation?: string;
                /** @description Only members of this household. */
                household?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_clients.ClientLine"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_clients: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.ClientInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.ClientView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_clients_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.ClientView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_clients_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.ClientInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.ClientView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_clients_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.ClientView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_clients_id_wishes_worker: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
                worker: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.WishInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.ClientView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_clients_id_wishes_worker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                worker: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.ClientView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_colleagues: {
        parameters: {
            query?: {
                /** @description Degrees north; where the caller is, when left out by a worker. */
                lat?: string;
                /** @description Degrees east. */
                lon?: string;
                /** @description Only those who hold this part. */
                part?: string;
                /** @description How many, at most 50. */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Colleagues"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_households: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Only households of this programme. */
                programme?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_clients.Household"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_households: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.HouseholdInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Household"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_households_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Household"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_households_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.HouseholdInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Household"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_jobs_id_finish: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["jobs.FinishCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["jobs.SheetView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_jobs_id_give_back: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.ReasonCommand"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    post_jobs_id_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["jobs.JobView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_jobs_id_travel: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["jobs.JobView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_login: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["people.LogIn"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["people.LoggedIn"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_logout: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["people.AccountView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_me_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["people.OwnPassword"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_my_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["jobs.JobList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_my_offers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["dispatch.OfferList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_offers_id_accept: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["jobs.JobView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_offers_id_refuse: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.ReasonCommand"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_parts: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_workers.Part"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_parts: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.NewKeyed"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Part"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_parts_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Part"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patch_parts_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.NewName"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Part"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_programmes: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_programmes.Programme"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_programmes: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["programmes.NewProgramme"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["programmes.Programme"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_programmes_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["programmes.Programme"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patch_programmes_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["programmes.ProgrammeChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["programmes.Programme"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_regions: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_programmes.Region"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_regions: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["programmes.NewRegion"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["programmes.Region"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_regions_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["programmes.Region"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patch_regions_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["programmes.RegionChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["programmes.Region"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_requests: {
        parameters: {
            query?: {
                /** @description only this state */
                state?: string;
                /** @description true: only those that missed a deadline */
                late?: string;
                /** @description only of this client */
                client?: string;
                /** @description only of this worker */
                worker?: string;
                /** @description only of this programme */
                programme?: string;
                /** @description only of this service */
                service?: string;
                /** @description only of clients with this telephone number, or one that ends in it (four digits and more) */
                phone?: string;
                /** @description only what was filed from this day or time on */
                from?: string;
                /** @description only what was filed until the end of this day, or before this time */
                until?: string;
                /** @description a request's code or its beginning, the last digits of its client's telephone number, or any part of the words of its texts, outside id and file names */
                q?: string;
                /** @description the `next` of the page before */
                after?: string;
                /** @description 1..200, 50 when not given */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.FileRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_requests_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patch_requests_code: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.ChangeRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_assign: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["dispatch.AssignCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_requests_code_attachments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.AttachmentList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_attachments: {
        parameters: {
            query?: {
                /** @description How the file is called; only shown. */
                name?: string;
            };
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.Attachment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.ReasonCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_close: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_requests_code_dispatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["dispatch.DecisionList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_requests_code_dispatch_why_not_worker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                worker: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["dispatch.WhyNot"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_finish: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_merge: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.MergeCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_release: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.ReasonCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_reopen: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.ReasonCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.ReasonCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_requests_code_sheets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["jobs.SheetList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_requests_code_sheets_sheet_pdf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                sheet: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_split: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.SplitCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_requests_code_timeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.Timeline"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_unmerge: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_wait_for_client: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.WaitCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_requests_code_wait_for_supplier: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
                /** @description The ETag of the version that was seen; 412 when it has changed. */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["requests.WaitCommand"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["requests.RequestView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_services: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Only services of this programme. */
                programme?: string;
                /** @description Only services of this area, such as travel. */
                area?: string;
                /** @description Only services of this kind. */
                kind?: string;
                /** @description true: only those that can be asked for; false: only those that cannot any more. */
                active?: string;
                /** @description Beginnings of words of the key or of the name in any language. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_catalogue.ServiceLine"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_services: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["catalogue.ServiceInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalogue.Service"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_services_tree: {
        parameters: {
            query?: {
                /** @description Only services of this programme. */
                programme?: string;
                /** @description Only services of this area, such as travel. */
                area?: string;
                /** @description Only services of this kind. */
                kind?: string;
                /** @description true: only those that can be asked for; false: only those that cannot any more. */
                active?: string;
                /** @description Beginnings of words of the key or of the name in any language. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalogue.ServiceTree"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_services_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalogue.Service"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_services_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["catalogue.ServiceInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalogue.Service"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_services_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["catalogue.Service"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sheets: {
        parameters: {
            query?: {
                /** @description of which client; a client's account sees its own */
                client?: string;
                /** @description the `next` of the page before */
                after?: string;
                /** @description 1..200 */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_jobs.SheetView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sites: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Only sites of this client. */
                client?: string;
                /** @description Only sites of this programme. */
                programme?: string;
                /** @description true: only those that are served. Not with client. */
                active?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_clients.Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_sites: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.SiteInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sites_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_sites_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.SiteInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_sites_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Site"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sites_id_assets: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_clients.Asset"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_sites_id_assets: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clients.AssetInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clients.Asset"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_skills: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_workers.Skill"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_skills: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.NewKeyed"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Skill"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_skills_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Skill"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patch_skills_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.NewName"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Skill"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sla_policies: {
        parameters: {
            query?: {
                /** @description At most so many, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_sla.Policy"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_sla_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["sla.PolicyInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.Policy"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sla_policies_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.Policy"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_sla_policies_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["sla.PolicyInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.Policy"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_sla_policies_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["sla.Policy"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_stream: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the last event that was seen. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The data of each event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["api.StreamEvent"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_teams: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_workers.Team"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_teams: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.NewName"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Team"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_teams_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Team"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    patch_teams_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.NewName"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Team"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_tokens: {
        parameters: {
            query?: {
                /** @description Of this account; mine when left out. */
                account_id?: string;
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_people.TokenView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_tokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["people.NewToken"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["people.CreatedToken"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_tokens_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_worker_figures: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_workers.WorkerFigures"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_workers: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
                /** @description Of this team. */
                team?: string;
                /** @description Who have this skill, valid or not. */
                skill?: string;
                /** @description Who serve this region. */
                region?: string;
                /** @description Any part of the words of the name, of the telephone number or of the external id. */
                q?: string;
                /** @description The same, by its older name. */
                name?: string;
                /** @description One of: any, available, busy, paused, absent, inactive. */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_workers.WorkerLine"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_workers: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.WorkerDefinition"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.WorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_workers_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.WorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_workers_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.WorkerDefinition"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.WorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_workers_id_absences: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_workers.Absence"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_workers_id_absences: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.NewAbsence"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Absence"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_workers_id_absences_absence_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                absence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.Absence"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    post_workers_id_parts_handed: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.PartsHanded"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    post_workers_id_pause: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.WorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_workers_id_place: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.PlaceReport"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    post_workers_id_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 100 printable characters; the same key gets the same answer for 48 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.WorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_workers_id_stock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is changed. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["workers.StockCount"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["workers.WorkerView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_workers_id_work: {
        parameters: {
            query?: {
                /** @description Items on a page, 1 to 200; 50 when left out. */
                limit?: string;
                /** @description `next` of the page before. */
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["api.Page_of_dispatch.WorkItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
