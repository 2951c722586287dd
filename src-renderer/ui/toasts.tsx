import { Toast as Base } from '@base-ui/react/toast';
import { Check, CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './toasts.module.css';

export interface ToastText {
  readonly title: string;
  readonly description?: string;
  readonly kind?: 'done' | 'info' | 'warning' | 'error';
  readonly action?: ToastAction;
  /** Beside the action, and less wanted. */
  readonly second?: ToastAction;
}

export interface ToastAction {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onAction: () => void;
}

interface ToastData {
  readonly icon: ReactNode;
  readonly second: ToastAction | undefined;
}

const manager = Base.createToastManager<ToastData>();

/** Shows a toast: 5 s, 10 s with an action, errors until they are closed. */
export function showToast({ title, description, kind = 'done', action, second }: ToastText): void {
  const seconds = kind === 'error' ? 0 : action === undefined ? 5 : 10;
  const closing = ({ onAction }: ToastAction) => {
    onAction();
    manager.close(id);
  };
  const id = manager.add({
    title,
    description,
    type: kind,
    timeout: seconds * 1000,
    priority: kind === 'error' ? 'high' : 'low',
    data: {
      icon: action?.icon,
      second: second && { label: second.label, onAction: () => closing(second) },
    },
    ...(action !== undefined && {
      actionProps: {
        children: action.label,
        onClick: () => closing(action),
      },
    }),
  });
}

const icons = { done: Check, info: Info, warning: TriangleAlert, error: CircleAlert } as const;

/** The place of the toasts, at the bottom right; at most 3 are shown. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles.viewport} data-region="toasts">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const kind = (toast.type ?? 'done') as keyof typeof icons;
    const Icon = icons[kind];
    return (
      <Base.Root key={toast.id} toast={toast} className={styles.toast} data-message="">
        <Icon className={classNames(styles.icon, styles[kind])} />
        <div className={styles.words}>
          <Base.Title className={styles.title} render={<p />} />
          <Base.Description className={styles.description} />
        </div>
        {toast.actionProps !== undefined && (
          <Base.Action render={<Button size="small" icon={toast.data?.icon} />} />
        )}
        {toast.data?.second !== undefined && (
          <Button variant="ghost" size="small" onClick={toast.data.second.onAction}>
            {toast.data.second.label}
          </Button>
        )}
        <Base.Close
          render={
            <IconButton label="Close the message" hasTooltip={false}>
              <X />
            </IconButton>
          }
        />
      </Base.Root>
    );
  });
}
